import { readSlotChar } from "../model";
import type { JudgedSample } from "./sample";

/** What is left of a sample's probability where the utterance speaks of another column than its code does. */
const UNMENTIONED = 0.05;

const wordsOf = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) =>
    word.length > 3 ? word.replace(/(?:ies|y|s)$/, "") : word,
  );

/**
 * For every column of a header, the share of its words that the utterance says, in [0, 1]; plural and case do not count.
 */
export function mentions(utterance: string, header: readonly string[]): readonly number[] {
  const said = new Set(wordsOf(utterance));
  return header.map((name) => {
    const words = wordsOf(name);
    return words.filter((word) => said.has(word)).length / Math.max(1, words.length);
  });
}

/**
 * The sample with the probability it deserves beside a table: code that names a column the utterance does not mention
 * stands behind code that names a mentioned one. Where no column is mentioned nothing changes.
 * @param mentioned of `mentions`
 */
export function weighColumns(sample: JudgedSample, mentioned: readonly number[]): JudgedSample {
  const most = Math.max(0, ...mentioned);
  if (most === 0) return sample;
  const named = [...sample.slotted].flatMap((char) => {
    const slot = readSlotChar(char);
    return slot?.kind === "column" ? [slot.index] : [];
  });
  const weights = named.map((index) => Math.max(UNMENTIONED, (mentioned[index] ?? 0) / most));
  return { ...sample, probability: sample.probability * Math.min(1, ...weights) };
}
