import type { LanguageId, Manifest } from "../schema";
import type { Grounds, JudgedSample } from "./sample";

/** What is known of a candidate that tells how likely it is to be right; in the order of the manifest's weights. */
export const CONFIDENCE_FEATURES = ["score", "agreement", "likelihood", "similarity"] as const;

/** Scores of 0 and 1 have no odds. */
const LEAST = 0.005;

/**
 * The grounds of a candidate.
 * @param same how many of the valid samples say the same
 * @param valid all valid samples of the run
 */
export function groundsOf(
  { score, likelihood }: { readonly score: number; readonly likelihood: number },
  same: number,
  valid: readonly Pick<JudgedSample, "similarity">[],
): Grounds {
  const share = Math.min(1 - LEAST, Math.max(LEAST, score));
  return {
    score: Math.log(share / (1 - share)),
    agreement: Math.log(Math.max(1, same) / Math.max(1, valid.length)),
    likelihood: Math.log(Math.max(LEAST, likelihood)),
    similarity: Math.max(0, ...valid.map(({ similarity = 0 }) => similarity)),
  };
}

/**
 * How often a candidate with these grounds was right on validation rows, in (0, 1); undefined where the model does not
 * say. A logistic model whose weights stand in the manifest: the constant first, then CONFIDENCE_FEATURES.
 */
export function confidenceOf(
  grounds: Grounds,
  language: LanguageId,
  { confidence }: Pick<Manifest["defaults"], "confidence">,
): number | undefined {
  const weights = confidence?.[language];
  if (weights === undefined) return undefined;
  const values = [1, ...CONFIDENCE_FEATURES.map((name) => grounds[name])];
  return 1 / (1 + Math.exp(-weights.reduce((sum, weight, at) => sum + weight * (values[at] ?? 0), 0)));
}
