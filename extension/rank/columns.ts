import { readSlotChar } from "../model";

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

/** The columns that slotted code names. */
export const namedColumns = (slotted: string): readonly number[] =>
  [...slotted].flatMap((char) => {
    const slot = readSlotChar(char);
    return slot?.kind === "column" ? [slot.index] : [];
  });
