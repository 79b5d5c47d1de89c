import { normalisedDistance, SPACE, squash } from "../languages/text";

/** How different the candidates of one utterance are; every figure is a fraction of 1. */
export interface Diversity {
  /** Distinct candidates over all candidates. */
  readonly unique: number;
  /** Distinct 4-grams of tokens over all 4-grams. */
  readonly ngram4: number;
  /** Mean pairwise Levenshtein distance over the longer length. */
  readonly editDistance: number;
}

const WORD = "\\p{L}\\p{N}_";
const TOKEN = new RegExp(`[${WORD}]+|[^${WORD}${SPACE}]`, "gu");

/** Words and single punctuation characters. */
export function codeTokens(code: string): string[] {
  return code.match(TOKEN) ?? [];
}

/** Contiguous runs of n tokens; the whole list where it is shorter than n. */
function tokenRuns(tokens: readonly string[], n: number): string[] {
  const count = Math.max(1, tokens.length - n + 1);
  return Array.from({ length: count }, (_, i) => JSON.stringify(tokens.slice(i, i + n)));
}

/** Diversity of the candidates of one utterance (at least one). */
export function diversity(candidates: readonly string[]): Diversity {
  const runs = candidates.flatMap((code) => tokenRuns(codeTokens(code), 4));
  let sum = 0;
  let pairs = 0;
  candidates.forEach((a, i) => {
    for (const b of candidates.slice(i + 1)) {
      sum += normalisedDistance(a, b);
      pairs++;
    }
  });
  return {
    unique: new Set(candidates.map(squash)).size / candidates.length,
    ngram4: new Set(runs).size / runs.length,
    editDistance: pairs === 0 ? 0 : sum / pairs,
  };
}
