import { type Message, say } from "../errors";
import type { Language } from "../languages";
import type { Setting } from "./judge";
import type { JudgedSample } from "./sample";

/** A shorter text stands in nearly every utterance as a part of some word. */
const PART_OF_A_WORD = 3;

/** Whether the utterance says a value, or the table holds it. */
export type IsNamed = (value: string) => boolean;

/** Reads utterance and table once, for the values of any number of samples. */
export function namedIn({ utterance, table = [] }: Setting): IsNamed {
  const known = [utterance, ...table.flat()].join("\n").toLowerCase();
  // 1,000 is said where the rule has 1000, and 10 percent where it has 10%
  const spelled = known.replaceAll(/(\d),(?=\d{3})/g, "$1").replaceAll(/(?<=\d)\s*(?:%|per ?cent\b)/g, "%");
  const words = new Set([known, spelled].flatMap(wordsOf));
  return (value) => {
    const text = value.toLowerCase();
    return words.has(text) || (text.length >= PART_OF_A_WORD && known.includes(text));
  };
}

/** May be meant without being said, as 0 by "negative"; a share of all may not. */
const NUMBER = /^[-+]?[\d.,]*$/;
const COLUMN = /^c\[\d+\]$/;

/**
 * The sample, marked where it compares cells with what neither utterance nor table holds.
 */
export function markInvented(sample: JudgedSample, language: Language, isNamed: IsNamed): JudgedSample {
  const values = sample.fault === undefined ? (language.values?.(sample.code) ?? []) : [];
  const unnamed = values.filter((value) => !isNamed(value));
  const invented = unnamed.some((value) => !NUMBER.test(value) && !COLUMN.test(value));
  return invented ? { ...sample, invented } : sample;
}

/** Samples that may be offered: those that made up a text are left out where others did not. */
export function withoutInvented(valid: readonly JudgedSample[]): {
  sober: readonly JudgedSample[];
  left: readonly { readonly sample: JudgedSample; readonly reason: Message }[];
} {
  const sober = valid.filter(({ invented }) => !invented);
  if (sober.length === 0) return { sober: valid, left: [] };
  const left = valid
    .filter(({ invented }) => invented)
    .map((sample) => ({ sample, reason: say`it speaks of what nobody named` }));
  return { sober, left };
}

const wordsOf = (said: string): readonly string[] =>
  said.split(/\s+/).flatMap((word) => [word, ...(word.match(/[\p{L}\p{N}]+|[-+]?[\p{N}.,]*\p{N}%?/gu) ?? [])]);
