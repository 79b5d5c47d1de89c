import { distance } from "fastest-levenshtein";

/** Characters that the metrics count as white space (Python's definition, which differs from JavaScript's). */
export const SPACE = "\\t-\\r\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const EDGES = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "gu");
const SPACES = new RegExp(`[${SPACE}]+`, "gu");

/** `text` without white space at its ends. */
export function strip(text: string): string {
  return text.replace(EDGES, "");
}

/** Code as an exact match compares it: no white space, one quote style, no trailing semicolons. */
export function squash(code: string): string {
  return code.replace(SPACES, "").replaceAll('"', "'").replace(/;+$/, "");
}

/** Whether text contains half of a surrogate pair, which no source file can hold. */
export function isBrokenUnicode(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}

/** Items by key, in order of first appearance. */
export function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Both texts with one UTF-16 unit for each code point, so that distances count code points. */
function oneUnitEach(a: readonly string[], b: readonly string[]): [string, string] {
  const units = new Map<string, string>();
  const spell = (points: readonly string[]) =>
    points
      .map((point) => {
        const unit = units.get(point) ?? String.fromCharCode(units.size);
        units.set(point, unit);
        return unit;
      })
      .join("");
  return [spell(a), spell(b)];
}

/** Levenshtein distance in Unicode code points over the longer length, in [0, 1]. */
export function normalisedDistance(a: string, b: string): number {
  const [pointsA, pointsB] = [[...a], [...b]];
  const longest = Math.max(1, pointsA.length, pointsB.length);
  const plain = pointsA.length === a.length && pointsB.length === b.length;
  const [textA, textB] = plain ? [a, b] : oneUnitEach(pointsA, pointsB);
  return distance(textA, textB) / longest;
}

const WORD = "\\p{L}\\p{N}_";
const TOKEN = new RegExp(`[${WORD}]+|[^${WORD}${SPACE}]`, "gu");

/** Words and single punctuation characters. */
export function codeTokens(code: string): string[] {
  return code.match(TOKEN) ?? [];
}

/** Contiguous runs of `n` tokens of code; all of them as one run where they are fewer. */
export function tokenRuns(code: string, n: number): string[] {
  const tokens = codeTokens(code);
  const count = Math.max(1, tokens.length - n + 1);
  return Array.from({ length: count }, (_, i) => JSON.stringify(tokens.slice(i, i + n)));
}
