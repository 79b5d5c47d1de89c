/** What computes: the Backend interface, the local backend (ONNX Runtime in a forked child) and the remote one. */
import type { Backend } from "./backend";
import { defaultChildEntry } from "./entry";
import { firstWorking } from "./launch";
import { LocalBackend, type LocalBackendOptions } from "./local";
import { thisHost } from "./native";
import type { ProviderId } from "./protocol";
import type { ProviderOutcome, ProviderSetting } from "./providers";
import { RemoteBackend, type RemoteBackendOptions } from "./remote";

export * from "./backend";
export { type ChildEntry, defaultChildEntry } from "./entry";
export * from "./fallback-backend";
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

/** Milliseconds after which a provider that is probed counts as hung. */
const PROBE_TIMEOUT_MS = 20_000;

/**
 * Whether a local backend of that setting would compute on a GPU; no model is loaded for it.
 * @param outcomes what is known of the providers; what is learnt is added
 * @throws CodeFusionError cancelled
 */
export async function hasGpu(
  setting: ProviderSetting,
  outcomes: Map<ProviderId, ProviderOutcome>,
  signal?: AbortSignal,
): Promise<boolean> {
  if (setting !== "auto") return setting !== "cpu";
  const probing = { entry: defaultChildEntry(), host: thisHost(), timeoutMs: PROBE_TIMEOUT_MS };
  return (await firstWorking({ ...probing, outcomes, ...(signal && { signal }) })) !== undefined;
}
