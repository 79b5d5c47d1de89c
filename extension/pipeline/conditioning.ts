import { Random } from "../diffusion";
import type { EncodedUtterance } from "../model";

/** The encoder's view of the utterance, which N and D look at. */
export interface Conditioning {
  /** [s, hiddenDim] */
  readonly hidden: Float32Array;
  readonly s: number;
  /** Positions that stay where words are hidden: the language, literals and columns; [s]. */
  readonly named: readonly boolean[];
  /** Whether words are hidden. */
  readonly partial: boolean;
}

/**
 * The conditioning of an utterance.
 * @param hidden E's states of the utterance's tokens and then of the examples beside it, [s, hiddenDim]
 */
export function conditioningOf(hidden: Float32Array, { slotIds }: EncodedUtterance, hiddenDim: number): Conditioning {
  const s = hidden.length / hiddenDim;
  return { hidden, s, named: Array.from({ length: s }, (_, at) => (slotIds[at] ?? 0) > 0), partial: false };
}

/**
 * The conditioning with a share of its words hidden, the examples' too; the language, literals and columns stay, as in
 * training. What N then says are other answers about the same things.
 * @param share of the words that are hidden, in [0, 1]
 * @param seed unsigned 32-bit; tells which
 */
export function withHiddenWords(conditioning: Conditioning, share: number, seed: number): Conditioning {
  if (share === 0) return conditioning;
  const { hidden, s, named } = conditioning;
  const random = new Random(seed);
  const kept = named.flatMap((stays, at) => (stays || random.uniform() >= share ? [at] : []));
  const width = hidden.length / s;
  const left = new Float32Array(kept.length * width);
  for (const [to, at] of kept.entries()) left.set(hidden.subarray(at * width, (at + 1) * width), to * width);
  return { hidden: left, s: kept.length, named: kept.map((at) => named[at] ?? false), partial: true };
}
