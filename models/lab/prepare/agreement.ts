import { stemmer } from "stemmer";
import type { PairRow } from "./rows";

/** Pairs mined from projects and documentation: what stands above the code need not say what it does. */
const MINED = /^py-/;
/** Utterances that spell the code token by token, as nobody would ask for it. */
const PSEUDO_CODE = /^django-pseudo/;

/** The stems of the words in a text, those inside identifiers (snake_case, camelCase) included. */
function stemsOf(text: string): Set<string> {
  const words = text.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, " ").match(/\p{L}{2,}/gu) ?? [];
  return new Set(words.map((word) => stemmer(word.toLowerCase())));
}

/**
 * The pairs, of those mined in a language only the `share` whose words and names agree best, and no pseudo-code. Agreement
 * is the cosine between the stems in utterance and code, each weighed by how rare it is (inverse document frequency).
 * @param share in [0, 1]
 */
export function agreeing(rows: readonly PairRow[], share: number): PairRow[] {
  const kept = rows.filter(({ src }) => !PSEUDO_CODE.test(src));
  const mined = kept
    .filter(({ src }) => MINED.test(src))
    .map((row) => ({ row, said: stemsOf(row.nl), named: stemsOf(row.code) }));
  const holding = new Map<string, number>();
  for (const { said, named } of mined)
    for (const stem of new Set([...said, ...named])) holding.set(stem, (holding.get(stem) ?? 0) + 1);
  const squares = (stems: Iterable<string>) =>
    [...stems].reduce((sum, stem) => sum + Math.log((1 + mined.length) / (holding.get(stem) ?? 1)) ** 2, 0);
  const agreement = mined.map(({ row, said, named }) => {
    const shared = squares([...said].filter((stem) => named.has(stem)));
    return { row, cosine: shared / Math.sqrt(squares(said) * squares(named) || 1) };
  });
  agreement.sort((a, b) => b.cosine - a.cosine);
  const best = new Set(agreement.slice(0, Math.round(share * mined.length)).map(({ row }) => row));
  return kept.filter((row) => !MINED.test(row.src) || best.has(row));
}
