/** Who generates: this machine or a server, as a setting and the user's consent say, and what follows when one fails. */
export { type Address, readAddress } from "./address";
export { checkRemote } from "./check-remote";
export { checkServer, type ServerCheck } from "./check-server";
export { BACKEND_SETTINGS, type BackendSetting, type Destination } from "./destination";
export { createPolicyGenerator, type PolicyOptions, type ServedChoice } from "./policy-generator";
