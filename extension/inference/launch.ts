import { asCodeFusionError, CodeFusionError, say } from "../errors";
import { InferenceChild } from "./inference-child";
import { type ChildModel, PROVIDER_IDS, type ProviderId } from "./protocol";
import { type ProbeOptions, type ProviderOutcome, type ProviderSetting, probeProvider } from "./providers";

export interface LaunchOptions extends ProbeOptions {
  readonly setting: ProviderSetting;
  readonly model: ChildModel;
  readonly threads: number | undefined;
  /** What is known about the providers; what is learnt is added, so that each is probed once. */
  readonly outcomes: Map<ProviderId, ProviderOutcome>;
  readonly signal: AbortSignal;
  /** Milliseconds that loading the model may take. */
  readonly patienceMs: number;
}

/**
 * Starts a child with the model loaded: on the pinned provider, or on the first of the ladder that passes its probe and
 * loads the model. The CPU, the last rung, is not probed.
 * @throws CodeFusionError model-missing, model-corrupt, backend-unavailable, backend-crashed, cancelled
 */
export async function launch(options: LaunchOptions): Promise<{ child: InferenceChild; provider: ProviderId }> {
  const { setting, outcomes } = options;
  if (setting !== "auto") return { child: await startChild(setting, options), provider: setting };
  for (let provider = await firstWorking(options); provider !== undefined; provider = await firstWorking(options)) {
    try {
      return { child: await startChild(provider, options), provider };
    } catch (error) {
      const failure = asCodeFusionError(error);
      if (!failure.mayTryNextBackend) throw failure;
      outcomes.set(provider, { provider, status: "failed", reason: failure.message });
    }
  }
  return { child: await startChild("cpu", options), provider: "cpu" };
}

/** The best GPU provider that works here; what is not known yet is probed, and no model is loaded. */
export async function firstWorking(
  options: ProbeOptions & Pick<LaunchOptions, "outcomes">,
): Promise<ProviderId | undefined> {
  const { outcomes } = options;
  for (const provider of PROVIDER_IDS) {
    if (provider === "cpu") continue;
    const outcome = outcomes.get(provider) ?? (await probeProvider(provider, options));
    outcomes.set(provider, outcome);
    if (outcome.status === "works") return provider;
  }
  return undefined;
}

async function startChild(provider: ProviderId, options: LaunchOptions): Promise<InferenceChild> {
  const { model, threads, entry, signal, patienceMs } = options;
  const child = new InferenceChild(entry);
  const body = { type: "start", provider, model, ...(threads === undefined ? {} : { threads }) } as const;
  try {
    const reply = await child.request(body, { signal, graceMs: 0, patienceMs });
    if (reply.type === "started") return child;
    const message = say`the inference process answered ${reply.type} when it was started`;
    throw new CodeFusionError("internal", message, "report it, with the CodeFusion log");
  } catch (error) {
    await child.kill();
    throw error;
  }
}
