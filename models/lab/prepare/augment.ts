import { literalChar, type Slot } from "../../../extension/model";
import type { LanguageId } from "../../../extension/schema";
import { applySlots, findSlots } from "../../../extension/utterance";
import { type Augmented, hashed } from "./examples";
import { isGenerated } from "./grammar";
import type { PairRow } from "./rows";

/** Literals of one kind that are drawn from. */
const POOL = 500;

/** Wordings that mean the same in a request; each rule is a pattern and what may stand in its place. */
const PARAPHRASES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(?:please )?(?=[a-z])/i, ["please ", ""]],
  [/\b(?:display|show|print)\b/i, ["show", "display", "print"]],
  [/\b(?:find|search for|look for)\b/i, ["find", "search for", "look for"]],
  [/\b(?:delete|remove)\b/i, ["delete", "remove"]],
  [
    /\b(?:highlight|format|colou?r|shade)\b(?= (?:the|all|any|every|cells?|values?|rows?))/i,
    ["highlight", "format", "color", "shade"],
  ],
  [
    /\b(?:greater than|more than|larger than|above|over)\b(?= \S*[\d\uE000-\uE009])/i,
    ["greater than", "more than", "above", "over"],
  ],
  [
    /\b(?:less than|smaller than|below|under)\b(?= \S*[\d\uE000-\uE009])/i,
    ["less than", "smaller than", "below", "under"],
  ],
  [/\b(?:all|every|any)\b(?= \w+s\b)/i, ["all", "all the", "any"]],
  [/\b(?:that|which) (?=(?:are|is|have|has|contain)s?\b)/i, ["that ", "which "]],
  [/[.!?]$/, ["", "."]],
];

/** The utterance, its literals held by slot characters, in other words; a number in [0, 1) for every choice. */
function paraphrase(utterance: string, random: () => number): string {
  return PARAPHRASES.reduce((text, [pattern, choices]) => {
    if (random() < 0.5) return text;
    return text.replace(pattern, (found: string) => {
      const chosen = choices[Math.floor(random() * choices.length)] ?? found;
      return /^[A-Z]/.test(found) ? chosen.charAt(0).toUpperCase() + chosen.slice(1) : chosen;
    });
  }, utterance);
}

/** What a literal looks like: literals of one kind may stand for each other. */
function kindOf({ value }: Slot): string {
  return value
    .replace(/[\p{Lu}]+/gu, "A")
    .replace(/[\p{Ll}]+/gu, "a")
    .replace(/\d+/g, "0")
    .replace(/(?:Aa|a|A)(?:[ _-](?:Aa|a|A))+/g, "w");
}

/**
 * Pairs, each followed by up to `times` variants of it: other words by rule, and other literals of the same kind taken
 * from other rows, in utterance and code alike. What was drawn from a grammar is varied enough. Repeats exactly.
 */
export function augment(rows: readonly PairRow[], times: number): Augmented[] {
  if (times === 0) return [...rows];
  const pools = literalPools(rows);
  return rows.flatMap((row, at) => {
    if (isGenerated(row)) return [row];
    const variants = Array.from({ length: times }, (_, n) => {
      let draws = 0;
      return variant(row, pools, () => hashed(`augment ${at} ${n} ${draws++}`));
    });
    return [row, ...variants.filter(({ nl }) => nl !== row.nl)];
  });
}

/** Literals of the rows by language and kind. */
function literalPools(rows: readonly PairRow[]): ReadonlyMap<string, readonly string[]> {
  const pools = new Map<string, string[]>();
  for (const row of rows)
    for (const slot of findSlots(row.nl, row.lang)) {
      const key = poolKey(row.lang, slot);
      const pool = pools.get(key) ?? [];
      pools.set(key, pool);
      if (pool.length < POOL && !pool.includes(slot.value)) pool.push(slot.value);
    }
  return pools;
}

const poolKey = (language: LanguageId, slot: Slot): string => `${language} ${kindOf(slot)}`;

/** The pair in other words and with other literals, as far as the code takes every one of a literal's places from it. */
function variant(row: PairRow, pools: ReadonlyMap<string, readonly string[]>, random: () => number): Augmented {
  const slots = findSlots(row.nl, row.lang);
  // a number with thousands separators is spelled otherwise in the code
  const respelled = slots.some(({ spans, value }) => spans.some(([start, end]) => row.nl.slice(start, end) !== value));
  if (respelled) return row;
  const slotted = applySlots(row.code, slots, 0);
  const drawn = slots.map((slot) => {
    const pool = pools.get(poolKey(row.lang, slot)) ?? [];
    const swaps = slotted.includes(literalChar(slot.index)) && !slotted.includes(slot.value);
    return (swaps ? pool[Math.floor(random() * pool.length)] : undefined) ?? slot.value;
  });
  const values = new Set(drawn).size < drawn.length ? slots.map(({ value }) => value) : drawn;
  const put = (text: string) => values.reduce((all, value, index) => all.replaceAll(literalChar(index), value), text);
  const nl = put(paraphrase(slottedUtterance(row.nl, slots), random));
  return { ...row, nl, code: put(slotted), origin: row.nl };
}

/** The utterance with every literal's slot character in its place. */
function slottedUtterance(utterance: string, slots: readonly Slot[]): string {
  const spans = slots.flatMap(({ index, spans: own }) => own.map(([start, end]) => ({ start, end, index })));
  return spans
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, index }) => text.slice(0, start) + literalChar(index) + text.slice(end), utterance);
}
