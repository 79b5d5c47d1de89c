import { normalisedDistance, squash, tokenRuns } from "../../../extension/languages/text";

/** How different the candidates of one utterance are; every figure is a fraction of 1. */
export interface Diversity {
  /** Distinct candidates over all candidates. */
  readonly unique: number;
  /** Distinct 4-grams of tokens over all 4-grams. */
  readonly ngram4: number;
  /** Mean pairwise Levenshtein distance over the longer length. */
  readonly editDistance: number;
}

/** Diversity of the candidates of one utterance (at least one). */
export function diversity(candidates: readonly string[]): Diversity {
  const runs = candidates.flatMap((code) => tokenRuns(code, 4));
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
