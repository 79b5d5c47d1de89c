import { asCodeFusionError, CodeFusionError, cancelled, say } from "../errors";
import type {
  Backend,
  BackendState,
  Decoded,
  DecodeInput,
  Denoised,
  DenoiseInput,
  DenoiseOptions,
  Encoded,
  EncodeInput,
} from "./backend";
import { type ChildEntry, defaultChildEntry } from "./entry";
import type { InferenceChild } from "./inference-child";
import { JobQueue } from "./job-queue";
import { launch } from "./launch";
import { type Host, thisHost } from "./native";
import type { Tensors } from "./open-inference";
import { Patience } from "./patience";
import type { ChildModel, ProviderId, Reply, RequestBody } from "./protocol";
import type { ProviderOutcome, ProviderSetting } from "./providers";
import { physicalCores } from "./threads";

export interface LocalBackendOptions {
  /** A model: its graphs, which are verified at every launch, and the manifest's numbers. A whole manifest may be spread in. */
  readonly model: ChildModel;
  readonly provider: ProviderSetting;
  /** Milliseconds without work after which the child ends and its memory is free; 5 minutes by default. */
  readonly idleMs?: number;
  /** Milliseconds that a cancelled job may take to stop before its process is killed; 3000 by default. */
  readonly graceMs?: number;
  /** Milliseconds after which a provider counts as hung; 20 000 by default. */
  readonly probeTimeoutMs?: number;
  /** Milliseconds of silence that a child is always granted, more where its work takes longer; 15 000 by default. */
  readonly patienceMs?: number;
  /** Told in one sentence when a call is tried a second time. */
  readonly onRetry?: (message: string) => void;
  /** Threads of a CPU session; the physical cores by default. */
  readonly threads?: number;
  /** What is known of the providers; what is learnt is added. */
  readonly outcomes?: Map<ProviderId, ProviderOutcome>;
  /** The child's script, where it does not lie beside this code. */
  readonly entry?: ChildEntry;
  readonly host?: Host;
}

/** Computes on this machine, in a forked child that is created on first use and released when idle. */
export class LocalBackend implements Backend {
  readonly kind = "local";
  readonly #options: LocalBackendOptions;
  readonly #outcomes: Map<ProviderId, ProviderOutcome>;
  readonly #queue: JobQueue;
  readonly #patience: Patience;
  #child: InferenceChild | undefined;
  #provider: ProviderId | undefined;
  #state: BackendState = "idle";

  constructor(options: LocalBackendOptions) {
    this.#options = options;
    this.#outcomes = options.outcomes ?? new Map();
    this.#patience = new Patience(options.patienceMs ?? 15_000);
    this.#queue = new JobQueue(options.idleMs ?? 300_000, {
      onBusy: () => this.#child?.keepParentAlive(true),
      onQuiet: () => this.#child?.keepParentAlive(false),
      onIdle: () => void this.#release(),
    });
  }

  get provider(): string {
    return this.#provider ?? this.#options.provider;
  }

  get state(): BackendState {
    return this.#state === "ready" && this.#child?.alive !== true ? "idle" : this.#state;
  }

  /** The providers tried so far with what came of it. */
  get outcomes(): readonly ProviderOutcome[] {
    return [...this.#outcomes.values()];
  }

  /** The child's process id while there is one. */
  get pid(): number | undefined {
    return this.#child?.alive ? this.#child.pid : undefined;
  }

  async start(signal?: AbortSignal): Promise<void> {
    await this.#queue.run((stop) => this.#twice(stop, async () => void (await this.#ready(stop))), signal);
  }

  async encode(input: EncodeInput, signal?: AbortSignal): Promise<Encoded> {
    const reply = await this.#run({ type: "encode", ...input }, signal);
    if (reply.type !== "encoded") throw unexpected(reply);
    return { hidden: reply.hidden, bucketLogits: reply.bucketLogits, ms: reply.ms };
  }

  async denoise(input: DenoiseInput, { signal, onStep }: DenoiseOptions = {}): Promise<Denoised> {
    const choice = input.sampler ?? { id: "ddim" };
    const sampler = choice.id === "ddpm" ? { id: choice.id, rowSeeds: [...choice.rowSeeds] } : choice;
    const reply = await this.#run({ type: "denoise", ...input, sampler }, signal, onStep);
    if (reply.type !== "denoised") throw unexpected(reply);
    return { x0s: reply.x0s, ms: reply.ms };
  }

  async decode(input: DecodeInput, signal?: AbortSignal): Promise<Decoded> {
    const reply = await this.#run({ type: "decode", ...input }, signal);
    if (reply.type !== "decoded") throw unexpected(reply);
    return { ids: reply.ids, logProbs: reply.logProbs, ms: reply.ms };
  }

  /**
   * What `pipeline.onnx` computes, on rows of several utterances: for a server.
   * @param inputs those of `pipelineInputs`
   */
  async pipeline(inputs: Tensors, signal?: AbortSignal): Promise<{ outputs: Tensors; ms: number }> {
    const reply = await this.#run({ type: "pipeline", inputs }, signal);
    if (reply.type !== "ran") throw unexpected(reply);
    return { outputs: reply.outputs, ms: reply.ms };
  }

  async dispose(): Promise<void> {
    this.#queue.cancelAll();
    const settled = this.#queue.settled();
    await this.#release();
    await settled;
  }

  #run(body: RequestBody, signal?: AbortSignal, onStep?: DenoiseOptions["onStep"]): Promise<Reply> {
    return this.#queue.run(
      (stop) => this.#twice(stop, (attempt) => this.#attempt(body, attempt, stop, onStep)),
      signal,
    );
  }

  /** What a crash or a hang interrupts is done once more, in a fresh child: the input, and so every seed, is the same. */
  async #twice<T>(stop: AbortSignal, work: (attempt: number) => Promise<T>): Promise<T> {
    try {
      return await work(1);
    } catch (error) {
      const { code, message } = asCodeFusionError(error);
      if (code !== "backend-crashed" || stop.aborted) throw error;
      this.#options.onRetry?.(`${message}; it is done once more, with the same seeds`);
      return work(2);
    }
  }

  async #attempt(body: RequestBody, attempt: number, signal: AbortSignal, onStep: DenoiseOptions["onStep"]) {
    const child = await this.#ready(signal);
    try {
      const reply = await child.request(body, {
        signal,
        graceMs: this.#options.graceMs ?? 3000,
        patienceMs: attempt * this.#patience.of(body),
        onStep: onStep && (({ step, ids, confidence }) => onStep({ step, ids, confidence })),
      });
      this.#patience.learn(body, reply);
      return reply;
    } catch (error) {
      await this.#afterFailure(child, error);
      throw error;
    }
  }

  /** The child with its model loaded; starts one where there is none. */
  async #ready(signal: AbortSignal): Promise<InferenceChild> {
    if (signal.aborted) throw cancelled();
    if (this.#child?.alive) return this.#child;
    this.#state = "starting";
    const { model, threads = physicalCores(), probeTimeoutMs = 20_000 } = this.#options;
    try {
      const started = await launch({
        setting: this.#options.provider,
        model,
        threads,
        outcomes: this.#outcomes,
        entry: this.#options.entry ?? defaultChildEntry(),
        host: this.#options.host ?? thisHost(),
        timeoutMs: probeTimeoutMs,
        patienceMs: this.#patience.unknown,
        signal,
      });
      // Disposed of meanwhile: nobody else would end this child.
      if (signal.aborted) {
        await started.child.kill();
        throw cancelled();
      }
      this.#child = started.child;
      this.#provider = started.provider;
      return started.child;
    } finally {
      this.#state = this.#child?.alive ? "ready" : "idle";
    }
  }

  /** A child whose sessions failed is not used again, and neither is a GPU that lost it, until the backend is made anew. */
  async #afterFailure(child: InferenceChild, error: unknown): Promise<void> {
    if (!(error instanceof CodeFusionError) || error.code !== "backend-crashed") return;
    await child.kill();
    const provider = this.#provider;
    if (this.#options.provider === "auto" && provider !== undefined && provider !== "cpu")
      this.#outcomes.set(provider, { provider, status: "failed", reason: error.message });
  }

  async #release(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    this.#state = "idle";
    await child?.kill();
  }
}

function unexpected(reply: Reply): CodeFusionError {
  const message = say`the inference process answered ${reply.type} to another question`;
  return new CodeFusionError("internal", message, "report it, with the CodeFusion log");
}
