import { asCodeFusionError } from "../errors";
import type { ChildEntry } from "./entry";
import { InferenceChild } from "./inference-child";
import type { Host } from "./native";
import { PROVIDER_IDS, type ProviderId } from "./protocol";

/** What can be chosen: a pinned provider, or `auto`, the best one that works. */
export const PROVIDER_SETTINGS = ["auto", ...PROVIDER_IDS] as const;
export type ProviderSetting = (typeof PROVIDER_SETTINGS)[number];

/** What came of trying one provider. */
export type ProviderOutcome =
  /** `difference`: largest absolute difference from the CPU. */
  | { readonly provider: ProviderId; readonly status: "works"; readonly difference: number; readonly ms: number }
  /** `skipped`: cannot work here, not tried; `failed`: tried, and it threw, hung, crashed or computed something else. */
  | { readonly provider: ProviderId; readonly status: "skipped" | "failed"; readonly reason: string };

/** Float32 on a working GPU differs by some 1e-4 at most; half precision inside a provider by some 1e-3. */
const TOLERANCE = 5e-3;

/** Why `provider` cannot work on `host`, told from files alone so that a machine without a GPU starts at once. */
export function whyImpossible(provider: ProviderId, host: Host): string | undefined {
  const { platform, arch } = host;
  switch (provider) {
    case "cuda":
      if (platform !== "linux" && platform !== "win32") return `CUDA does not exist on ${platform}`;
      if (platform === "linux" && !hasDevice(host, "/dev", /^(nvidia(\d+|ctl)|dxg)$/))
        return "there is no NVIDIA device";
      if (host.nativeFolder !== undefined && !hasDevice(host, host.nativeFolder, /onnxruntime_providers_cuda\./))
        return "the CUDA library of ONNX Runtime is not installed";
      return undefined;
    case "dml":
      return platform === "win32" ? undefined : "DirectML exists on Windows alone";
    case "coreml":
      return platform === "darwin" ? undefined : "Core ML exists on macOS alone";
    case "webgpu": {
      if (platform !== "linux") return undefined;
      if (arch !== "x64") return `this build of ONNX Runtime has no WebGPU on linux-${arch}`;
      const chosen = host.env.VK_ICD_FILENAMES ?? host.env.VK_DRIVER_FILES;
      const device = hasDevice(host, "/dev/dri", /^renderD/) || hasDevice(host, "/dev", /^(nvidia(\d+|ctl)|dxg)$/);
      return device || chosen ? undefined : "there is no GPU device";
    }
    case "cpu":
      return undefined;
  }
}

function hasDevice(host: Host, folder: string, pattern: RegExp): boolean {
  return host.list(folder).some((name) => pattern.test(name));
}

export interface ProbeOptions {
  readonly entry: ChildEntry;
  readonly host: Host;
  /** After this the provider counts as hung. */
  readonly timeoutMs: number;
  /** Ends the probe and its child. */
  readonly signal?: AbortSignal;
}

/**
 * Tries one provider: runs a small graph on it in a child of its own and compares with the CPU.
 * @throws CodeFusionError cancelled; every other failure is an outcome
 */
export async function probeProvider(provider: ProviderId, options: ProbeOptions): Promise<ProviderOutcome> {
  const impossible = whyImpossible(provider, options.host);
  if (impossible !== undefined) return { provider, status: "skipped", reason: impossible };
  const child = new InferenceChild(options.entry);
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
  try {
    const reply = await child.request({ type: "probe", provider }, { signal, graceMs: 0 });
    if (reply.type !== "probed") return { provider, status: "failed", reason: `answered ${reply.type}` };
    const { difference, ms } = reply;
    if (difference <= TOLERANCE) return { provider, status: "works", difference, ms };
    return { provider, status: "failed", reason: `its results differ from the CPU's by ${difference}` };
  } catch (error) {
    if (options.signal?.aborted) throw error;
    const hung = `no answer within ${options.timeoutMs} ms`;
    return { provider, status: "failed", reason: timeout.aborted ? hung : asCodeFusionError(error).message };
  } finally {
    await child.kill();
  }
}

/** Tries every provider, best first, the CPU included. One at a time: two GPU probes would disturb each other. */
export async function probeAll(options: ProbeOptions): Promise<ProviderOutcome[]> {
  const outcomes: ProviderOutcome[] = [];
  for (const provider of PROVIDER_IDS) outcomes.push(await probeProvider(provider, options));
  return outcomes;
}
