/** Our model on a server of the Open Inference Protocol, behind the interface of every backend. */
export { type ClientOptions, OpenInferenceClient, type ServerDescription } from "./client";
export { type Exchange, exchange, type Fetch, hostOf, openExchange, type RemoteServer } from "./exchange";
export { garbledFault, RemoteError } from "./faults";
export { fetchThrough, type Way } from "./fetch-through";
export { Guard, type GuardOptions } from "./guard";
export { RemoteBackend, type RemoteBackendOptions } from "./remote-backend";
