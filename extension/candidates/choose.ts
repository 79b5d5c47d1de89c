import type { Language } from "../languages";
import type { JudgedSample, ScoredSample } from "./sample";

/**
 * The `count` candidates that are good AND different: samples are clustered by template, clusters ranked by their
 * summed probability (consensus), and every cluster offers its best before any offers its second.
 * @param samples distinct valid samples
 * @param agreement without it every sample is a cluster of its own: the likeliest are chosen
 * @returns the chosen ones, best score first, and the rest
 */
export function choose(
  samples: readonly JudgedSample[],
  language: Language,
  count: number,
  agreement: boolean,
): { chosen: ScoredSample[]; surplus: JudgedSample[] } {
  const total = samples.reduce((sum, sample) => sum + sample.probability, 0);
  const clusters = new Map<string, JudgedSample[]>();
  for (const sample of [...samples].sort((a, b) => b.probability - a.probability)) {
    const key = agreement ? language.template(sample.code) : language.normalise(sample.code);
    clusters.set(key, [...(clusters.get(key) ?? []), sample]);
  }
  const ranked = [...clusters.values()].flatMap((members) =>
    members.map((sample, place) => {
      const mass = members.slice(place).reduce((sum, member) => sum + member.probability, 0);
      return { sample, place, score: mass / total };
    }),
  );
  ranked.sort((a, b) => a.place - b.place || b.score - a.score);
  const chosen = ranked.slice(0, count).map(({ sample, score }) => ({ ...sample, score }));
  const surplus = ranked.slice(count).map(({ sample }) => sample);
  return { chosen: chosen.sort((a, b) => b.score - a.score), surplus };
}
