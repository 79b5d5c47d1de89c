import type { Setting } from "./judge";
import type { JudgedSample } from "./sample";

/** What a sample weighs that heard but a part of the utterance: enough to stand behind all that heard the whole. */
const PARTIAL = 0.02;

const NUMBER = /^[-+]?[\d.,]*%?$/;
const COLUMN = /^c\[\d+\]$/;
/** A shorter text stands in nearly every utterance as a part of some word. */
const PART_OF_A_WORD = 3;

/** Whether the utterance says a value, or the table holds it. */
export type IsNamed = (value: string) => boolean;

/** Reads utterance and table once, for the values of any number of samples. */
export function namedIn({ utterance, table = [] }: Setting): IsNamed {
  const known = [utterance, ...table.flat()].join("\n").toLowerCase();
  // 1,000 is said where the rule has 1000
  const words = new Set([known, known.replaceAll(/(\d),(?=\d{3})/g, "$1")].flatMap(wordsOf));
  return (value) => {
    const text = value.toLowerCase();
    return words.has(text) || (text.length >= PART_OF_A_WORD && known.includes(text));
  };
}

/**
 * The sample with what its values tell. A text that neither utterance nor table holds is made up. A sample from which words of
 * the utterance were hidden stands behind the others, and any value that it made up, a number too, is a fault.
 */
export function weighValues(sample: JudgedSample, { language }: Setting, isNamed: IsNamed): JudgedSample {
  const values = sample.fault === undefined ? (language.values?.(sample.code) ?? []) : [];
  const unnamed = values.filter((value) => !isNamed(value));
  if (sample.partial) {
    const behind = { ...sample, probability: sample.probability * PARTIAL };
    return unnamed.length === 0 ? behind : { ...behind, fault: "it heard a part of the prompt and made up the rest" };
  }
  const invented = unnamed.some((value) => !NUMBER.test(value) && !COLUMN.test(value));
  return invented ? { ...sample, invented } : sample;
}

/** Samples that may be offered: those that made up a text are left out where others did not. */
export function withoutInvented(valid: readonly JudgedSample[]): {
  sober: readonly JudgedSample[];
  left: readonly { readonly sample: JudgedSample; readonly reason: string }[];
} {
  const sober = valid.filter(({ invented }) => !invented);
  if (sober.length === 0) return { sober: valid, left: [] };
  const left = valid
    .filter(({ invented }) => invented)
    .map((sample) => ({ sample, reason: "it speaks of what nobody named" }));
  return { sober, left };
}

const wordsOf = (said: string): readonly string[] =>
  said.split(/\s+/).flatMap((word) => [word, ...(word.match(/[\p{L}\p{N}]+|[-+]?[\p{N}.,]*\p{N}%?/gu) ?? [])]);
