import { LITERAL_SLOTS, type Slot } from "../model";
import type { LanguageId } from "../schema";
import { ALTERNATIVES, CF_PLACES, NUMERALS, PATTERNS, QUOTED, STOP_WORDS } from "./patterns";
import { spelled } from "./spelling";

interface Found {
  readonly start: number;
  readonly end: number;
  readonly rank: number;
  /** As code spells it. */
  readonly value: string;
}

/**
 * The literals of an utterance, in order of appearance. Equal literals share one slot.
 * At most LITERAL_SLOTS are kept, the most certain kinds first.
 * @param names in scope where the code will stand: where the utterance uses one as a word, it means that
 */
export function findSlots(utterance: string, language: LanguageId, names: readonly string[] = []): readonly Slot[] {
  const found: Found[] = [];
  // One entry a character, so that many literals cost no more than the text is long.
  const taken = new Uint8Array(utterance.length);
  const places = new Uint8Array(utterance.length);
  for (const { 0: text, index } of language === "cf" ? utterance.matchAll(CF_PLACES) : [])
    places.fill(1, index, index + text.length);
  const touches = (marks: Uint8Array, start: number, end: number) => marks.subarray(start, end).includes(1);
  const used = names.filter((name) => utterance.includes(name));
  const patterns = PATTERNS[language].toSpliced(QUOTED.length, 0, ...used.map(wordPattern));
  patterns.forEach((pattern, rank) => {
    for (const match of utterance.matchAll(pattern)) {
      const literal = match[1] ?? match[0];
      const start = match.index + match[0].lastIndexOf(literal);
      const end = start + literal.length;
      if (literal.trim() === "" || touches(taken, start, end)) continue;
      if (!QUOTED.includes(pattern) && (isNone(literal) || touches(places, start, end))) continue;
      const value = language === "cf" || NUMERALS.includes(pattern) ? spelled(literal, language) : literal;
      found.push({ start, end, rank, value });
      taken.fill(1, start, end);
    }
  });
  const spansByValue = new Map<string, { rank: number; spans: [number, number][] }>();
  for (const { start, end, rank, value } of found.sort((a, b) => a.start - b.start)) {
    const entry = spansByValue.get(value) ?? { rank, spans: [] };
    entry.spans.push([start, end]);
    spansByValue.set(value, { rank: Math.min(rank, entry.rank), spans: entry.spans });
  }
  const kept = [...spansByValue.entries()]
    .sort(([, a], [, b]) => a.rank - b.rank)
    .slice(0, LITERAL_SLOTS)
    .sort(([, a], [, b]) => (a.spans[0]?.[0] ?? 0) - (b.spans[0]?.[0] ?? 0));
  return kept.map(([value, { spans }], index) => ({ index, spans, value }));
}

/** Whether what looks like a literal is plain English. */
const isNone = (literal: string): boolean => STOP_WORDS.has(literal.toLowerCase()) || ALTERNATIVES.test(literal);

/** The name where it stands alone. */
function wordPattern(name: string): RegExp {
  return new RegExp(`(?<![\\w.])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?!\\w)`, "gu");
}
