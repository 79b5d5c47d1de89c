import type { Language } from "../languages";
import { tokenRuns } from "../languages/text";
import type { JudgedSample, ScoredSample } from "./sample";

/** What a sample loses of its rank where all of its code's runs of RUN tokens stand in those chosen before. */
const REPETITION = 0.92;
const RUN = 4;

/** A sample, the place it has in its cluster, its share of all probability, and the runs of its code. */
interface Ranked {
  readonly sample: JudgedSample;
  readonly place: number;
  readonly score: number;
  readonly runs: readonly string[];
}

/**
 * The `count` candidates that are good AND different: samples are clustered by template, clusters ranked by their
 * summed probability (consensus), and every cluster offers its best before any offers its second. The best comes first; each
 * further one is the best of those left after what it repeats of the ones before is taken off.
 * @param samples distinct valid samples
 * @param agreement without it every sample is a cluster of its own: the likeliest are chosen
 * @param variety whether what was said before counts against saying it again
 * @returns the chosen ones, best score first, and the rest
 */
export function choose(
  samples: readonly JudgedSample[],
  language: Language,
  count: number,
  agreement: boolean,
  variety = agreement,
): { chosen: ScoredSample[]; surplus: JudgedSample[] } {
  const left = new Set(rank(samples, language, agreement));
  const chosen: ScoredSample[] = [];
  const said = new Set<string>();
  while (chosen.length < count && left.size > 0) {
    const next = nextOf(left, said);
    left.delete(next);
    chosen.push({ ...next.sample, score: next.score });
    if (variety) for (const run of next.runs) said.add(run);
  }
  return { chosen: chosen.sort((a, b) => b.score - a.score), surplus: [...left].map(({ sample }) => sample) };
}

/** Best first: no cluster's second before every cluster's first. */
function rank(samples: readonly JudgedSample[], language: Language, agreement: boolean): Ranked[] {
  const total = samples.reduce((sum, sample) => sum + sample.probability, 0);
  const clusters = new Map<string, JudgedSample[]>();
  for (const sample of [...samples].sort((a, b) => b.probability - a.probability)) {
    const key = agreement ? language.template(sample.code) : language.normalise(sample.code);
    clusters.set(key, [...(clusters.get(key) ?? []), sample]);
  }
  const ranked = [...clusters.values()].flatMap((members) =>
    members.map((sample, place) => {
      const mass = members.slice(place).reduce((sum, member) => sum + member.probability, 0);
      return { sample, place, score: mass / total, runs: tokenRuns(sample.code, RUN) };
    }),
  );
  return ranked.sort((a, b) => a.place - b.place || b.score - a.score);
}

/** Of what is left in the lowest place, the one with the best score after what was said before is taken off. */
function nextOf(left: ReadonlySet<Ranked>, said: ReadonlySet<string>): Ranked {
  const [first, ...others] = left;
  if (first === undefined) throw new RangeError("nothing is left to choose");
  const worth = ({ score, runs }: Ranked) =>
    score * (1 - (REPETITION * runs.filter((run) => said.has(run)).length) / runs.length);
  return others
    .filter(({ place }) => place === first.place)
    .reduce((best, each) => (worth(each) > worth(best) ? each : best), first);
}

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

/** How samples become an order. */
export interface Ranking {
  /** What one sample counts with, above 0. */
  weigh(sample: JudgedSample): number;
  /** Whether samples that say the same stand behind each other, and no idea is offered twice before another one. */
  readonly agreement: boolean;
}

/** What is left of a sample's weight for every token of its code: long code must be that much likelier. */
const BREVITY = 0.95;

const byProbability = ({ probability }: JudgedSample) => probability;

/** What orders samples: the product uses `consensus`, the others are there to be measured against it. */
export const RANKINGS = {
  /** Probability, and the probability of all that agree. */
  consensus: { weigh: byProbability, agreement: true },
  /** Probability of the best single sample. */
  likelihood: { weigh: byProbability, agreement: false },
  /** Consensus with a prior for short code. */
  length: {
    weigh: ({ probability, ids = [] }) => probability * BREVITY ** ids.length,
    agreement: true,
  },
  /** The order drawn. */
  first: { weigh: ({ index }) => 1 / (1 + index), agreement: false },
} as const satisfies Record<string, Ranking>;

export type RankingId = keyof typeof RANKINGS;
