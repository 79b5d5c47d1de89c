import type { LanguageId } from "../schema";

/** What numbers are called: cardinals, and the ordinals of columns and lines. */
const WORDS_OF_NUMBERS: Readonly<Record<string, readonly string[]>> = {
  1: ["first"],
  2: ["two", "second"],
  3: ["three", "third"],
  4: ["four", "fourth"],
  5: ["five", "fifth"],
  6: ["six", "sixth"],
  7: ["seven", "seventh"],
  8: ["eight", "eighth"],
  9: ["nine", "ninth"],
  10: ["ten", "tenth"],
  11: ["eleven"],
  12: ["twelve"],
  15: ["fifteen"],
  20: ["twenty"],
  30: ["thirty"],
  50: ["fifty"],
  100: ["hundred"],
};
const NUMBER_OF_WORD: ReadonlyMap<string, string> = new Map(
  Object.entries(WORDS_OF_NUMBERS).flatMap(([number, words]) => words.map((word) => [word, number] as const)),
);
const SIZE = /^(\d+(?:\.\d+)?) ?([kmgt])(?:i?b|bytes?|ilobytes?|egabytes?|igabytes?|erabytes?|egs?|igs?)$/i;
const THOUSANDS = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const ORDINAL = /^(\d+)(?:st|nd|rd|th)$/i;

/** A number as code spells it: sizes with the suffix that tools take, the others without what only people need. */
export function spelled(text: string, language: LanguageId): string {
  if (language === "cf") return /^-?[$€£]?\d[\d,]*(?:\.\d+)?$/.test(text) ? text.replace(/[$€£,]/g, "") : text;
  const [, number, unit = ""] = SIZE.exec(text) ?? [];
  // every tool knows the small k, and find no other
  if (number !== undefined && language === "bash")
    return `${number}${unit.toLowerCase() === "k" ? "k" : unit.toUpperCase()}`;
  if (THOUSANDS.test(text)) return text.replaceAll(",", "");
  return ORDINAL.exec(text)?.[1] ?? NUMBER_OF_WORD.get(text.toLowerCase()) ?? text;
}
