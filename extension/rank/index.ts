/** The chain sample → candidates: judge, de-duplicate, choose; what is dropped keeps its reason. */
import { type Message, say } from "../errors";
import { choose, deduplicate, RANKINGS, type Ranking } from "./choose";
import { groundsOf } from "./confidence";
import { weighAll } from "./evidence";
import { judge, type Setting } from "./judge";
import { withoutInvented } from "./named";
import type { ChosenSample, DecodedSample, JudgedSample, ScoredSample } from "./sample";

export { RANKINGS, type Ranking, type RankingId } from "./choose";
export { CONFIDENCE_FEATURES, confidenceOf } from "./confidence";
export { decodeSamples } from "./decode";
export { EVIDENCE_IDS } from "./evidence";
export { codeOf, judge, type Setting } from "./judge";
export { Marker } from "./marks";
export { PartVotes, voteOf } from "./part-votes";
export type { ChosenSample, DecodedSample, Found, Grounds, JudgedSample, ScoredSample } from "./sample";
export { rawSample, readSample } from "./sample";
export { judgeTexts } from "./texts";

/** A sample that is not offered. */
export interface Rejection {
  readonly sample: JudgedSample;
  readonly reason: Message;
}

/** What became of a run's samples. */
export interface Selection {
  readonly candidates: readonly ChosenSample[];
  readonly rejected: readonly Rejection[];
  /** All samples, best first, as they were before filtering. */
  readonly judged: readonly JudgedSample[];
  /** Why there are fewer candidates than asked; undefined where there are enough. */
  readonly shortfall: Message | undefined;
  /** Whether there are as many distinct valid samples as candidates are asked for, offered or not. */
  readonly isEnough: boolean;
}

/**
 * Samples with their code put together, validated, and weighed by the evidence.
 * @param without ids of evidence that is left out
 */
export function judgeAll(
  samples: readonly DecodedSample[],
  setting: Setting,
  without?: ReadonlySet<string>,
): JudgedSample[] {
  return weighAll(
    samples.map((sample) => judge(sample, setting)),
    setting,
    without,
  );
}

/**
 * Candidates of judged samples, in the order that `ranking` gives.
 * @param without steps that are left out, as in `judgeAll`
 */
export function select(
  samples: readonly JudgedSample[],
  setting: Setting,
  count: number,
  ranking: Ranking = RANKINGS.consensus,
  without: ReadonlySet<string> = new Set(),
): Selection {
  const judged = samples
    .map((sample) => ({ ...sample, probability: ranking.weigh(sample) }))
    .sort((a, b) => b.probability - a.probability);
  const faulty = judged.filter((sample) => sample.fault !== undefined);
  const valid = judged.filter((sample) => sample.fault === undefined);
  const { sober, left } = without.has("invented") ? { sober: valid, left: [] } : withoutInvented(valid);
  const { distinct, repeated } = deduplicate(sober, setting.language, ranking.agreement);
  const { chosen, surplus } = choose(
    distinct,
    setting.language,
    count,
    ranking.agreement,
    ranking.agreement && !without.has("repetition"),
  );
  const known = chosen.map((sample) => withGrounds(sample, valid, setting));
  // The first is offered in any case: it may be what was meant, and says how sure it is.
  const mayBeRight = ({ grounds }: ChosenSample) => (setting.trust?.(grounds) ?? 1) >= (setting.leastConfidence ?? 0);
  const candidates = known.filter((sample, place) => place === 0 || mayBeRight(sample));
  const idle = known.filter((sample) => !candidates.includes(sample));
  const rejected = [
    ...faulty.map((sample) => ({ sample, reason: sample.fault ?? say`not valid` })),
    ...left,
    ...repeated.map((sample) => ({ sample, reason: say`the same program as another sample` })),
    ...idle.map((sample) => ({ sample, reason: say`hardly any candidate like it was right on validation requests` })),
    ...surplus.map((sample) => ({ sample, reason: say`less likely than the candidates offered` })),
  ];
  const isEnough = chosen.length >= count;
  const lost = [
    { many: faulty.length, said: say`${faulty.length} not valid ${setting.language.name}` },
    { many: left.length, said: say`${left.length} of what nobody named` },
    { many: repeated.length, said: say`${repeated.length} repeating another` },
    { many: idle.length, said: say`${idle.length} hardly ever right` },
  ].flatMap(({ many, said }) => (many === 0 ? [] : [said]));
  const shortfall =
    candidates.length >= count
      ? undefined
      : say`${candidates.length} of ${count} candidates from ${judged.length} samples: ${listed(lost)}`;
  return { candidates, rejected, judged: beforeFiltering(samples, ranking), shortfall, isEnough };
}

/** Messages one after the other, with commas. */
function listed(messages: readonly Message[]): Message {
  return { text: messages.map((_, at) => `{${at}}`).join(", "), values: messages };
}

const AGREEMENT = { id: "agreement", says: "{0} of {1} valid samples say the same" };

/** The sample with what confidence is told by; how many of the valid ones say the same is evidence too. */
function withGrounds(sample: ScoredSample, valid: readonly JudgedSample[], { language }: Setting): ChosenSample {
  const said = language.normalise(sample.code);
  const same = valid.filter(({ code }) => code === sample.code || language.normalise(code) === said).length;
  const agreement = { id: AGREEMENT.id, text: AGREEMENT.says, values: [same, valid.length] };
  const { score, likelihood = sample.probability, evidence = [] } = sample;
  return { ...sample, grounds: groundsOf({ score, likelihood }, same, valid), evidence: [agreement, ...evidence] };
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
