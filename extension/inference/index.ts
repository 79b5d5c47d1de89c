/** What computes: the Backend interface, and the local backend, ONNX Runtime in a forked child process. */
import type { Backend } from "./backend";
import { LocalBackend, type LocalBackendOptions } from "./local";

export * from "./backend";
export { type ChildEntry, defaultChildEntry } from "./entry";
export { LocalBackend, type LocalBackendOptions } from "./local";
export { type Host, thisHost } from "./native";
export { type ChildModel, PROVIDER_IDS, type ProviderId } from "./protocol";
export {
  PROVIDER_SETTINGS,
  type ProviderOutcome,
  type ProviderSetting,
  probeAll,
  probeProvider,
  whyImpossible,
} from "./providers";

/** The backend of a setting. Nothing is started before its first call. */
export function createBackend(options: LocalBackendOptions): Backend {
  return new LocalBackend(options);
}
