/** Our model on a server of the Open Inference Protocol, behind the interface of every backend. */
export { type ClientOptions, OpenInferenceClient, type ServerDescription } from "./client";
export { type Fetch, hostOf, type RemoteServer } from "./exchange";
export { RemoteError } from "./faults";
export { fetchThrough, type Way } from "./fetch-through";
export { RemoteBackend, type RemoteBackendOptions } from "./remote-backend";
