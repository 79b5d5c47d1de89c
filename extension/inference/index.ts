/** What computes: the Backend interface, the local backend (ONNX Runtime in a forked child) and the remote one. */
import type { Backend } from "./backend";
import { LocalBackend, type LocalBackendOptions } from "./local";
import { RemoteBackend, type RemoteBackendOptions } from "./remote";

export * from "./backend";
export { type ChildEntry, defaultChildEntry } from "./entry";
export { LocalBackend, type LocalBackendOptions } from "./local";
export { type Host, thisHost } from "./native";
export * from "./open-inference";
export { type ChildModel, PROVIDER_IDS, type ProviderId } from "./protocol";
export {
  PROVIDER_SETTINGS,
  type ProviderOutcome,
  type ProviderSetting,
  probeAll,
  probeProvider,
  whyImpossible,
} from "./providers";
export * from "./remote";

/** The backend of a setting. Nothing is started before its first call. */
export function createBackend(options: LocalBackendOptions): Backend {
  return new LocalBackend(options);
}

/** A backend on a server. Nothing is sent before its first call. */
export function createRemoteBackend(options: RemoteBackendOptions): Backend {
  return new RemoteBackend(options);
}
