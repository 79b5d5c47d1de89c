import type { Pinned, SamplerId } from "../diffusion";

/** Where a backend stands: nothing loaded, loading, or waiting for work with the model in memory. */
export type BackendState = "idle" | "starting" | "ready";

/** One utterance for the encoder E. */
export interface EncodeInput {
  /** Token ids, [s], [CLS] and [SEP] included. */
  readonly inputIds: Int32Array;
  /** Which slot each token belongs to, 0 for none, [s]. */
  readonly slotIds: Int32Array;
  /** Remembered examples, [m, 3] (code token, mark, place), m at least 1; not read by a model without a memory. */
  readonly memory: Int32Array;
}

export interface Encoded {
  /** What cross-attention reads, [s, hiddenDim]: utterance tokens, then memory tokens. */
  readonly hidden: Float32Array;
  /** One logit for each canvas length of the manifest, [buckets]. */
  readonly bucketLogits: Float32Array;
  readonly ms: number;
}

/** Which sampler to use; the ancestral one draws each row's noise from that row's seed. */
export type SamplerChoice =
  | { readonly id: Extract<SamplerId, "ddim"> }
  | { readonly id: Extract<SamplerId, "ddpm">; readonly rowSeeds: readonly number[] };

/** A batch of samples of one utterance, all on canvases of one length. */
export interface DenoiseInput {
  /** [s, hiddenDim], copied to every row. Position 0 holds the language alone. */
  readonly hidden: Float32Array;
  /** Rows of `hidden`. */
  readonly s: number;
  /** Canvas length. */
  readonly n: number;
  /** x_T, or x at the time of step `from`, [b, n, latentDim]. */
  readonly noise: Float32Array;
  /** T. */
  readonly steps: number;
  /** The first step taken, T … 1; T when absent. */
  readonly from?: number;
  /** Positions held at a known latent in every row. */
  readonly pinned?: Pinned;
  /** Classifier-free guidance scale; 1 computes no unconditional rows, anything else doubles the cost of a step. */
  readonly guidance: number;
  /** Of the softmax that x0 is read from, > 0. */
  readonly temperature: number;
  /** Deterministic DDIM when absent. */
  readonly sampler?: SamplerChoice;
}

/** The live readout of one step. Under guidance it is that of the conditional rows. */
export interface StepReadout {
  /** T … 1. */
  readonly step: number;
  /** The likeliest token of every position, [b, n]. */
  readonly ids: Int32Array;
  /** Their probabilities, [b, n]. */
  readonly confidence: Float32Array;
}

export interface DenoiseOptions {
  readonly signal?: AbortSignal;
  readonly onStep?: (readout: StepReadout) => void;
}

export interface Denoised {
  /** Every step's predicted x0, [steps taken, b, n, latentDim]; the last one is what D decodes. */
  readonly x0s: Float32Array;
  readonly ms: number;
  /** Who did it, where a backend hands calls on to others. */
  readonly by?: Pick<Backend, "kind" | "provider" | "host">;
}

/** Latents to read as tokens: the end of some samples, or steps of their trajectories. */
export interface DecodeInput {
  /** [s, hiddenDim], copied to every row. */
  readonly hidden: Float32Array;
  readonly s: number;
  readonly n: number;
  /** [rows, n, latentDim] */
  readonly latents: Float32Array;
}

export interface Decoded {
  /** The m likeliest tokens of every position, best first, [rows, n, m]. */
  readonly ids: Int32Array;
  /** Natural logarithms of their probabilities, [rows, n, m]. */
  readonly logProbs: Float32Array;
  readonly ms: number;
}

/**
 * What computes. Every call stands for itself: nothing but the loaded model is kept between calls, so that the next
 * backend can take over any call with the same input. Calls may overlap; a backend puts them in order itself.
 *
 * Every call rejects with a CodeFusionError: `cancelled` where its signal was aborted, `model-missing` or
 * `model-corrupt` where the graphs cannot be loaded, `backend-unavailable` where this backend cannot work here,
 * `backend-crashed` where it failed in the middle, `internal` where the input does not fit the model.
 */
export interface Backend {
  readonly kind: "local" | "remote";
  /** What it computes on, e.g. "cpu"; "auto" until it has been chosen. */
  readonly provider: string;
  /** Of a remote backend: the server, as `host` or `host:port`. */
  readonly host?: string | undefined;
  readonly state: BackendState;
  /** Loads the model; the other calls do so by themselves. */
  start(signal?: AbortSignal): Promise<void>;
  encode(input: EncodeInput, signal?: AbortSignal): Promise<Encoded>;
  denoise(input: DenoiseInput, options?: DenoiseOptions): Promise<Denoised>;
  decode(input: DecodeInput, signal?: AbortSignal): Promise<Decoded>;
  /** Cancels what runs and frees all memory; resolves when that is done. The next call starts afresh. */
  dispose(): Promise<void>;
}
