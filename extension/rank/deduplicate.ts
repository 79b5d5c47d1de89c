import type { Language } from "../languages";
import type { JudgedSample } from "./sample";

/**
 * The best of equal programs and the others apart.
 * @param agreement whether the probability of all of them stands behind the best
 */
export function deduplicate(
  samples: readonly JudgedSample[],
  language: Language,
  agreement: boolean,
): { distinct: JudgedSample[]; repeated: JudgedSample[] } {
  const best = new Map<string, JudgedSample>();
  const repeated: JudgedSample[] = [];
  for (const sample of [...samples].sort((a, b) => b.probability - a.probability)) {
    const key = language.normalise(sample.code);
    const first = best.get(key);
    if (first === undefined) best.set(key, sample);
    else {
      if (agreement) best.set(key, { ...first, probability: first.probability + sample.probability });
      repeated.push(sample);
    }
  }
  return { distinct: [...best.values()], repeated };
}
