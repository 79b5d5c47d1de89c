import type { JudgedSample } from "./sample";

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
