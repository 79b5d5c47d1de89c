/** The chain sample → candidates: judge, de-duplicate, choose; what is dropped keeps its reason. */
import { weighCautions } from "./cautions";
import { choose } from "./choose";
import { mentions, weighColumns } from "./columns";
import { weighCommands } from "./commands";
import { deduplicate } from "./deduplicate";
import { weighEffect } from "./effect";
import { judge, type Setting } from "./judge";
import { namedIn, weighValues, withoutInvented } from "./named";
import { weighParts } from "./part-votes";
import { RANKINGS, type Ranking } from "./ranking";
import { weighRequests } from "./requests";
import type { DecodedSample, JudgedSample, ScoredSample } from "./sample";
import { weighSlots } from "./slot-use";

export { decodeSamples } from "./decode";
export { codeOf, judge, type Setting } from "./judge";
export { Marker } from "./marks";
export { PartVotes, voteOf } from "./part-votes";
export { RANKINGS, type Ranking, type RankingId } from "./ranking";
export { rawSample, readSample } from "./raw";
export type { DecodedSample, JudgedSample, ScoredSample } from "./sample";

/** A sample that is not offered. */
export interface Rejection {
  readonly sample: JudgedSample;
  readonly reason: string;
}

/** What became of a run's samples. */
export interface Selection {
  readonly candidates: readonly ScoredSample[];
  readonly rejected: readonly Rejection[];
  /** All samples, best first, as they were before filtering. */
  readonly judged: readonly JudgedSample[];
  /** Why there are fewer candidates than asked; undefined where there are enough. */
  readonly shortfall: string | undefined;
}

/** Samples with their code put together, validated, and weighed by what they use of the utterance and the table. */
export function judgeAll(samples: readonly DecodedSample[], setting: Setting): JudgedSample[] {
  const mentioned = mentions(setting.utterance, setting.header);
  const isNamed = namedIn(setting);
  const undone = setting.language.undone?.(setting.utterance);
  return samples.map((sample) => {
    const used = weighValues(weighSlots(weighColumns(judge(sample, setting), mentioned), setting), setting, isNamed);
    const safe = weighCautions(weighEffect(used, setting), setting);
    const asked = weighRequests(weighCommands(safe, setting), undone);
    const judged = weighParts(asked, setting);
    const origin = sample.similarity === undefined ? (setting.noiseWeight ?? 1) : (sample.support ?? 1);
    return { ...judged, probability: judged.probability * origin, unfiltered: used.probability * origin };
  });
}

/** Candidates of judged samples, in the order that `ranking` gives. */
export function select(
  samples: readonly JudgedSample[],
  setting: Setting,
  count: number,
  ranking: Ranking = RANKINGS.consensus,
): Selection {
  const judged = samples
    .map((sample) => ({ ...sample, probability: ranking.weigh(sample) }))
    .sort((a, b) => b.probability - a.probability);
  const faulty = judged.filter((sample) => sample.fault !== undefined);
  const valid = judged.filter((sample) => sample.fault === undefined);
  const { sober, left } = withoutInvented(valid);
  const { distinct, repeated } = deduplicate(sober, setting.language, ranking.agreement);
  const { chosen, surplus } = choose(distinct, setting.language, count, ranking.agreement);
  const rejected = [
    ...faulty.map((sample) => ({ sample, reason: sample.fault ?? "not valid" })),
    ...left,
    ...repeated.map((sample) => ({ sample, reason: "the same program as another sample" })),
    ...surplus.map((sample) => ({ sample, reason: "less likely than the candidates offered" })),
  ];
  const shortfall =
    chosen.length >= count
      ? undefined
      : `${chosen.length} of ${count} candidates: of ${judged.length} samples, ${faulty.length} not valid ${setting.language.name}, ${repeated.length} repeated another`;
  return { candidates: chosen, rejected, judged: beforeFiltering(samples, ranking), shortfall };
}

/** Samples in the order that `ranking` gives them before anything is asked of their code, the likeliest of equal ones first. */
function beforeFiltering(samples: readonly JudgedSample[], ranking: Ranking): JudgedSample[] {
  const weighed = samples.map((sample) => {
    const probability = ranking.weigh({ ...sample, probability: sample.unfiltered ?? sample.probability });
    return { ...sample, probability, said: `${sample.rawValid} ${sample.code}` };
  });
  const mass = new Map<string, number>();
  for (const { said, probability } of weighed) mass.set(said, (mass.get(said) ?? 0) + probability);
  const of = ({ said, probability }: (typeof weighed)[number]) =>
    ranking.agreement ? (mass.get(said) ?? 0) : probability;
  return weighed.sort((a, b) => of(b) - of(a) || b.probability - a.probability).map(({ said: _, ...sample }) => sample);
}
