import type { Message } from "../errors";
import type { CodeTokenizer } from "../model";
import type { BackendUsed, RawSample } from "../schema";

/** One way to read a canvas as slotted code. */
export interface Reading {
  /** Slotted code, cut at the first PAD. */
  readonly slotted: string;
  /** Geometric mean of the decoder's token probabilities, PAD that ends the program included; in (0, 1]. */
  readonly probability: number;
  /** Its tokens, without PAD; absent where it was not read from tokens. */
  readonly ids?: readonly number[];
}

/** One canvas after decoding: what the candidate chain works on. */
export interface DecodedSample extends Reading {
  /** Position in the run's batches, for finding its trajectory. */
  readonly index: number;
  readonly seed: number;
  /** Of a sample that started from a remembered example: how near that is to the utterance, in (0, 1]. */
  readonly similarity?: number;
  /** How many of the near examples share that one's form, as a share of the most that any form has, in (0, 1]. */
  readonly support?: number;
  /** What near examples say of the parts of its code, as a factor above 0. */
  readonly parts?: number;
  /** Who denoised it. */
  readonly by?: BackendUsed;
  /** Further readings, likeliest first, tried where the likeliest token of every position gives no valid code. */
  readonly others?: () => readonly Reading[];
}

/** A sample with its code put together and judged. */
export interface JudgedSample extends DecodedSample {
  readonly code: string;
  /** Why the code is not offered; undefined where it is valid. */
  readonly fault: Message | undefined;
  /** Whether it compares cells with a text that neither the utterance nor the table holds. */
  readonly invented?: boolean;
  /** Whether the likeliest token of every position was valid by itself: what raw validity counts. */
  readonly rawValid: boolean;
  /** Its probability before it was weighed by what only valid code can be asked: what orders samples before filtering. */
  readonly unfiltered?: number;
  /** Its probability before anything was weighed. */
  readonly likelihood?: number;
  /** What speaks for it and against it. */
  readonly evidence?: readonly Found[];
}

/** What was found in a sample, as a sentence that can be translated. */
export interface Found {
  /** The entry of the evidence that found it. */
  readonly id: string;
  /** In English; `{0}` and so on stand for the values. */
  readonly text: string;
  readonly values: readonly (string | number)[];
}

/** A valid sample with its place in the ranking. */
export interface ScoredSample extends JudgedSample {
  /** Share of the valid samples' probability that stands behind it, in (0, 1]. */
  readonly score: number;
}

/** What the confidence in a candidate is told by. */
export interface Grounds {
  /** Log-odds of its share of all probability. */
  readonly score: number;
  /** Logarithm of the share of valid samples that say the same. */
  readonly agreement: number;
  /** Logarithm of what the model gives its tokens on average, before anything else is weighed. */
  readonly likelihood: number;
  /** Of the nearest example that a sample of the run started from, in [0, 1]. */
  readonly similarity: number;
}

/** A chosen sample. */
export interface ChosenSample extends ScoredSample {
  /** What confidence in it is told by. */
  readonly grounds: Grounds;
}

/**
 * A sample as a file keeps it: with its first reading, and with the other one that was taken in its place.
 * @param canvas positions of its canvas
 */
export function rawSample(sample: DecodedSample, judged: JudgedSample, canvas: number): RawSample {
  const { similarity, support, others } = sample;
  const { parts } = judged;
  const reading = ({ ids = [], probability }: Reading) => ({ ids: [...ids], probability: Math.min(1, probability) });
  const replaced = !judged.rawValid && judged.fault === undefined;
  const taken = replaced ? others?.().find(({ slotted }) => slotted === judged.slotted) : undefined;
  return {
    ...reading(sample),
    canvas,
    ...(similarity !== undefined && { similarity }),
    ...(support !== undefined && { support }),
    ...(parts !== undefined && { parts }),
    ...(taken && { others: [reading(taken)] }),
  };
}

/**
 * A sample of a file, ready to be judged.
 * @param index its place in the order drawn
 */
export function readSample(
  { ids, probability, similarity, support, parts, others = [] }: RawSample,
  index: number,
  tokenizer: CodeTokenizer,
): DecodedSample {
  return {
    index,
    seed: 0,
    ...readingOf(ids, probability, tokenizer),
    ...(similarity !== undefined && { similarity }),
    ...(support !== undefined && { support }),
    ...(parts !== undefined && { parts }),
    others: () => others.map((other) => readingOf(other.ids, other.probability, tokenizer)),
  };
}

function readingOf(ids: readonly number[], probability: number, tokenizer: CodeTokenizer): Reading {
  const end = ids.indexOf(tokenizer.pad);
  const tokens = end < 0 ? ids : ids.slice(0, end);
  return { slotted: tokenizer.decode(tokens), probability, ids: tokens };
}
