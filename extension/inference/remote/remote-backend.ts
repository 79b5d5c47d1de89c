import { performance } from "node:perf_hooks";
import { SAMPLERS, shiftedCosine, stepNoise, times } from "../../diffusion";
import { CodeFusionError } from "../../errors";
import { MEMORY_FIELDS } from "../../schema";
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
} from "../backend";
import type { PipelineModel, Tensors } from "../open-inference";
import { type ClientOptions, OpenInferenceClient } from "./client";
import { hostOf, type RemoteServer } from "./exchange";
import {
  canvasTensors,
  conditionTensors,
  floatsOf,
  integersOf,
  noConditions,
  stepsFirst,
  utteranceTensors,
} from "./inputs";

export interface RemoteBackendOptions extends ClientOptions {
  readonly model: PipelineModel;
  readonly server: RemoteServer;
}

/**
 * Computes on a server that holds the pipeline graph, over the Open Inference Protocol. Nothing is kept there between
 * calls: noise, times and conditions are in every request, so that any call may be repeated, or taken over by another backend.
 */
export class RemoteBackend implements Backend {
  readonly kind = "remote";
  readonly host: string;
  readonly #client: OpenInferenceClient;
  readonly #model: PipelineModel;
  readonly #stepsPerCall: number;
  /** What E's states were made of: token ids are a hundredth of their size, so they are sent in their place. */
  readonly #encoded = new WeakMap<Float32Array, EncodeInput>();
  /** What D already said of the last x0 of a trajectory, in the answer that brought it. */
  readonly #decoded = new WeakMap<ArrayBufferLike, { readonly input: DecodeInput; readonly decoded: Decoded }>();
  #state: BackendState = "idle";
  #stop = new AbortController();

  constructor({ model, server, ...options }: RemoteBackendOptions) {
    this.#model = model;
    this.#client = new OpenInferenceClient(server, model, options);
    this.host = hostOf(server);
    const here = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(this.host);
    this.#stepsPerCall = here ? Number.POSITIVE_INFINITY : (model.remote?.stepsPerCall ?? Number.POSITIVE_INFINITY);
  }

  get provider(): string {
    const { server, model } = this.#client.description ?? {};
    return server ? [server.name, model?.platform].filter(Boolean).join(" ") : "auto";
  }

  /** The model's version on the server, once that is known. */
  get version(): string | undefined {
    return this.#client.description?.version;
  }

  get state(): BackendState {
    return this.#state;
  }

  async start(signal?: AbortSignal): Promise<void> {
    if (this.#state === "idle") this.#state = "starting";
    try {
      await this.#client.describe(this.#signal(signal));
      this.#state = "ready";
    } catch (error) {
      this.#state = "idle";
      throw error;
    }
  }

  async encode(input: EncodeInput, signal?: AbortSignal): Promise<Encoded> {
    const started = performance.now();
    const s = input.inputIds.length;
    const m = input.memory.length / MEMORY_FIELDS;
    check(s > 0 && input.slotIds.length === s, "inputIds and slotIds need one length, at least 1");
    check(m > 0 && Number.isInteger(m), "the memory is not [m, 3], with m at least 1");
    const { latentDim, hiddenDim } = this.#model;
    const inputs = {
      ...utteranceTensors(input, 1),
      ...noConditions(1, hiddenDim),
      // One position, for D has to have something to read.
      ...canvasTensors({ latents: new Float32Array(latentDim), times: [0], n: 1 }, this.#model),
    };
    const outputs = await this.#infer(inputs, ["encoded", "bucket_logits"], signal);
    const all = floatsOf(outputs, "encoded");
    // Rows that fill the utterance up to its length stand between it and the memory.
    const padded = inputs.input_ids?.shape[1] ?? s;
    const examples = this.#model.files.memory ? m : 0;
    const hidden = new Float32Array((s + examples) * hiddenDim);
    hidden.set(all.subarray(0, s * hiddenDim));
    hidden.set(all.subarray(padded * hiddenDim, (padded + examples) * hiddenDim), s * hiddenDim);
    this.#encoded.set(hidden, input);
    return { hidden, bucketLogits: floatsOf(outputs, "bucket_logits"), ms: performance.now() - started };
  }

  async denoise(input: DenoiseInput, { signal, onStep }: DenoiseOptions = {}): Promise<Denoised> {
    const started = performance.now();
    const { hidden, s, n, noise, steps, from = steps, sampler = { id: "ddim" } } = input;
    const b = this.#rows(input, noise);
    check(from <= steps, "the first step is beyond T");
    if (sampler.id === "ddpm") check(sampler.rowSeeds.length === b, "the ddpm sampler needs one seed for every row");
    const visited = [...times(steps).slice(steps - from), 0];
    // The graph's own rule is DDIM: between the steps of another one, the next latent is made here.
    const perCall = sampler.id === "ddpm" ? 1 : Math.min(from, this.#stepsPerCall);
    const conditions = this.#conditions(hidden, s, b);
    const x0s = new Float32Array(from * noise.length);
    let latents = noise;
    let previous: Float32Array | undefined;
    for (let first = 0; first < from; first += perCall) {
      const stretch = visited.slice(first, first + perCall + 1);
      const isLast = first + perCall >= from;
      const outputs = await this.#infer(
        { ...conditions, ...canvasTensors({ ...input, latents, previous, times: stretch }, this.#model) },
        [
          "x0s",
          ...(onStep ? ["step_ids", "step_confidence"] : []),
          ...(isLast ? ["ids", "log_probs"] : sampler.id === "ddim" ? ["next_latent"] : []),
        ],
        signal,
      );
      const taken = stretch.length - 1;
      x0s.set(stepsFirst(floatsOf(outputs, "x0s"), b, taken), first * noise.length);
      const reached = first + taken;
      previous = x0s.slice((reached - 1) * noise.length, reached * noise.length);
      if (onStep) {
        const ids = stepsFirst(integersOf(outputs, "step_ids"), b, taken);
        const confidence = stepsFirst(floatsOf(outputs, "step_confidence"), b, taken);
        for (let at = 0; at < taken; at++) {
          const [begin, end] = [at * b * n, (at + 1) * b * n];
          onStep({ step: from - first - at, ids: ids.slice(begin, end), confidence: confidence.slice(begin, end) });
        }
      }
      if (isLast) this.#remember(outputs, { hidden, s, n, latents: x0s.subarray((from - 1) * noise.length) });
      else
        latents =
          sampler.id === "ddim"
            ? floatsOf(outputs, "next_latent")
            : this.#ancestral(latents, previous, stretch, sampler.rowSeeds, from - first);
    }
    return { x0s, ms: performance.now() - started };
  }

  async decode(input: DecodeInput, signal?: AbortSignal): Promise<Decoded> {
    const { hidden, s, n, latents } = input;
    const known = this.#decoded.get(latents.buffer);
    if (known && isSame(known.input, input)) return known.decoded;
    const started = performance.now();
    const b = this.#rows(input, latents);
    const inputs = { ...this.#conditions(hidden, s, b), ...canvasTensors({ latents, times: [0], n }, this.#model) };
    const outputs = await this.#infer(inputs, ["ids", "log_probs"], signal);
    return {
      ids: integersOf(outputs, "ids"),
      logProbs: floatsOf(outputs, "log_probs"),
      ms: performance.now() - started,
    };
  }

  async dispose(): Promise<void> {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#state = "idle";
  }

  async #infer(inputs: Tensors, names: readonly string[], signal: AbortSignal | undefined): Promise<Tensors> {
    await this.start(signal);
    return this.#client.infer(inputs, names, this.#signal(signal));
  }

  #signal(signal: AbortSignal | undefined): AbortSignal {
    return signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal;
  }

  /** What N and D look at, for every row: what E is to read, where that is known, or else its states. */
  #conditions(hidden: Float32Array, s: number, rows: number): Tensors {
    const { hiddenDim } = this.#model;
    const source = this.#encoded.get(hidden);
    if (source) return { ...utteranceTensors(source, rows), ...noConditions(rows, hiddenDim) };
    return conditionTensors(hidden, s, rows);
  }

  #remember(outputs: Tensors, input: DecodeInput): void {
    const decoded = { ids: integersOf(outputs, "ids"), logProbs: floatsOf(outputs, "log_probs"), ms: 0 };
    this.#decoded.set(input.latents.buffer, { input, decoded });
  }

  #ancestral(
    latents: Float32Array,
    x0: Float32Array,
    [t = 1, after = 0]: readonly number[],
    rowSeeds: readonly number[],
    step: number,
  ): Float32Array {
    const { level } = shiftedCosine(this.#model.schedule);
    return SAMPLERS.ddpm.next(latents, x0, level(t), level(after), stepNoise(rowSeeds, step, latents.length));
  }

  /** How many rows `latents` [rows, n, latentDim] has; `hidden` must fit too. */
  #rows({ hidden, s, n }: { hidden: Float32Array; s: number; n: number }, latents: Float32Array): number {
    check(hidden.length === s * this.#model.hiddenDim, "hidden is not [s, hiddenDim]");
    const rows = latents.length / (n * this.#model.latentDim);
    check(Number.isInteger(rows) && rows > 0, "the latents are not [rows, n, latentDim]");
    return rows;
  }
}

function isSame(a: DecodeInput, b: DecodeInput): boolean {
  const [{ byteOffset, length }, other] = [a.latents, b.latents];
  return (
    a.hidden === b.hidden && a.s === b.s && a.n === b.n && byteOffset === other.byteOffset && length === other.length
  );
}

function check(condition: boolean, message: string): void {
  if (!condition) throw new CodeFusionError("internal", message, "report it, with the CodeFusion log");
}
