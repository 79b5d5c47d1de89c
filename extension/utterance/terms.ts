import { stemmer } from "stemmer";

/** What a literal is matters little to how it is asked about, but that there is one does: each kind is one word. */
// Words are looked at from their beginnings alone: from each of their characters would take quadratic time.
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/"[^"]+"|'[^']+'|`[^`]+`/g, " _quoted_ "],
  [/(?<!\S)\S*[/~]\S*/g, " _path_ "],
  [/(?<!\S)\S*\*\S*|\b\w+\.\w+\b|\.\w+/g, " _file_ "],
  [/[-+]?\d+\w*/g, " _number_ "],
];

/** Stems of words are asked for again and again. */
const stems = new Map<string, string>();
const MOST_STEMS = 100_000;

function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const stem = stemmer(word);
  if (stems.size < MOST_STEMS) stems.set(word, stem);
  return stem;
}

/**
 * What an utterance is found by, with how often each occurs: the stems of its words of at least two characters (Porter
 * 1980), its literals by kind, and pairs of neighbours.
 */
export function termCounts(utterance: string): Map<string, number> {
  const plain = KINDS.reduce((text, [pattern, kind]) => text.replace(pattern, kind), utterance);
  const terms = (plain.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? []).map(stemOf);
  const counts = new Map<string, number>();
  terms.forEach((own, i) => {
    const next = terms[i + 1];
    for (const term of next === undefined ? [own] : [own, `${own} ${next}`])
      counts.set(term, (counts.get(term) ?? 0) + 1);
  });
  return counts;
}
