import type { Message } from "./errors";
import type { Caution } from "./languages";
import type { BackendUsed, Drawn, Frame, History, LanguageId, Maker, Readout, Table } from "./schema";

/** What a caller of the pipeline asks for. */
export interface GenerateRequest {
  readonly utterance: string;
  readonly language: LanguageId;
  /** CF rules only: the table beside the prompt, header first. */
  readonly table?: Table | undefined;
  /** The code right above the prompt; names that it binds may be meant by words of the utterance. */
  readonly context?: string | undefined;
  /** The code right below the prompt; read by served models that fill in the middle. */
  readonly below?: string | undefined;
  /** Set where the file's code may not leave the machine: a served model is told the utterance and the columns alone. */
  readonly codeStays?: boolean | undefined;
  /** Candidates wanted; fewer are returned (with `shortfall`) where fewer valid ones exist. */
  readonly count: number;
  /** Denoising steps T; the model's default when absent. */
  readonly steps?: number | undefined;
  /** Unsigned 32-bit; the same seed gives the same candidates on the same machine and provider. */
  readonly seed: number;
  /** Canvas length; chosen from the utterance when absent. */
  readonly canvas?: number | undefined;
  /** What the samples start from instead of pure noise. */
  readonly origin?: Origin | undefined;
}

/** A canvas that is re-noised and denoised again: to refine code, to branch from a frame, to keep some tokens. */
export interface Origin {
  /** Code, or token ids of every canvas position (PAD included) as the tokens of a frame carry them. */
  readonly canvas: string | readonly number[];
  /** Noise time in (0, 1] that the canvas is re-noised to; 1 keeps nothing but what is pinned. */
  readonly time: number;
  /** Positions held at their token through every step. */
  readonly pinned?: readonly number[] | undefined;
}

/** Reported once per denoising step and at each change of phase. */
export interface GenerateProgress {
  readonly phase: "loading" | "encoding" | "denoising" | "decoding" | "selecting";
  /** Steps done and to do; both 0 outside the denoising phase. */
  readonly step: number;
  readonly steps: number;
  /** The live readout of the first samples of the batch as code, for display. */
  readonly preview: readonly string[];
  /** In the denoising phase: the same readout as frames, made when called. */
  readonly readouts?: () => readonly Readout[];
  /** At a batch's first step: what the starting latents of the same samples read as, made when called. */
  readonly starts?: () => readonly Readout[];
  /** In the selecting phase: what would be offered if the run ended now, best first; later batches may change it. */
  readonly candidates?: readonly Candidate[];
}

/** What a person should know of a candidate before taking it. */
export interface Marks {
  /** Set where the code is a remembered example with the utterance's literals, and no more: that example's utterance. */
  readonly example?: string;
  /** What the code does that cannot be undone; absent where it does nothing of the kind. */
  readonly cautions?: readonly Caution[];
  /** What speaks for it and against it: sentences in English, `{0}` and so on for their values. */
  readonly evidence?: readonly {
    readonly id: string;
    readonly text: string;
    readonly values: readonly (string | number)[];
  }[];
}

export interface Candidate extends Marks {
  readonly code: string;
  /** In (0, 1]; higher is better; comparable within one run only. */
  readonly score: number;
  /** How often candidates like it were right on validation rows, in (0, 1); absent where the model does not say. */
  readonly confidence?: number;
  readonly valid: boolean;
  /** The sample's own seed. */
  readonly seed: number;
  /** Who made it; a run may have been begun by one and ended by another. */
  readonly madeBy?: Maker;
}

export interface RejectedSample {
  readonly code: string;
  readonly reason: Message;
}

/** One sample as it left the decoder: before filtering and de-duplication. */
export interface Sample {
  readonly code: string;
  /** Whether the likeliest token of every position gave valid code, before any other reading was tried. */
  readonly valid: boolean;
  /** On the scale of `Candidate.score`. */
  readonly score: number;
}

/** Of a served model `totalMs` alone is known, and the others are 0. */
export interface Timings {
  readonly encodeMs: number;
  readonly denoiseMs: number;
  readonly decodeMs: number;
  readonly totalMs: number;
}

/** The outcome of one run. Trajectories stay with it so that frames can be decoded later. */
export interface GenerateResult {
  readonly request: GenerateRequest;
  /** `parameters` where they are known: few servers tell those of a model. */
  readonly model: { readonly id: string; readonly parameters?: number };
  readonly backend: BackendUsed;
  /** T; 0 of a served model. */
  readonly steps: number;
  readonly candidates: readonly Candidate[];
  readonly rejected: readonly RejectedSample[];
  /** All samples, best score first: what raw validity is measured on. */
  readonly samples: readonly Sample[];
  /** Why fewer candidates than asked are offered; absent when there are enough. */
  readonly shortfall?: Message;
  readonly timings: Timings;
  /** Frames of one sample, read on first call: its starting latent, T … 1 of its trajectory, and the final decode. */
  frames(sample: Candidate | RejectedSample): Promise<readonly Frame[]>;
  /** The same as the record that hover and theatre show; of a rejected sample too. */
  history(sample: Candidate | RejectedSample): Promise<History>;
}

export interface GenerateOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: GenerateProgress) => void;
  /** False where nobody waits for the answer: no question is put to the user, and what needs one stays on this machine. */
  readonly mayAsk?: boolean;
  /** Called once with all that was drawn, also where nothing of it can be offered. */
  readonly onDrawn?: (drawn: Drawn) => void;
}

/** The one pipeline everybody calls. */
export interface Generator {
  /**
   * Utterance in, candidates and trajectories out.
   * @throws CodeFusionError bad-input, model-missing, model-corrupt, backend-crashed, backend-unavailable,
   *   no-valid-candidate (its `rejected` says why, its `samples` are those of a result), cancelled
   */
  generate(request: GenerateRequest, options?: GenerateOptions): Promise<GenerateResult>;
  /**
   * Opens the model and starts what computes, so that the first run need not wait for it; sends nothing anywhere. Absent where
   * there is nothing to start here.
   * @throws CodeFusionError model-missing, model-corrupt, backend-crashed, backend-unavailable, cancelled
   */
  prepare?(language: LanguageId): Promise<void>;
  /** Backend and provider in use, without starting one. */
  status(): BackendUsed & { readonly state: "idle" | "ready" };
  /** Stops the inference child and frees memory; the next run starts a new one. */
  dispose(): void;
}
