import type { CodeTokenizer } from "../model";
import type { RawSample } from "../schema";
import type { DecodedSample, JudgedSample, Reading } from "./sample";

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
