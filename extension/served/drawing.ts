import { deriveSeed } from "../diffusion";

/** Samples that are asked for together. */
export interface Draw {
  readonly temperature: number;
  readonly seed: number;
  readonly samples: number;
}

/** The first sample is the model's best guess; the others are there to differ. */
const COOL = 0.25;
const WARM = 1.4;
/** What further rounds are drawn at. */
const LATER = [1.4, 1.7];
/** Beyond this models of any size write noise. */
const HOTTEST = 1.6;

/** Rounds at most; later ones are drawn only where the earlier ones gave too few candidates. */
export const ROUNDS = 1 + LATER.length;

/**
 * What a round asks for, spread over temperatures and seeds. At temperature 0 every sample would be the same: one is asked for.
 * @param round 1 … ROUNDS
 * @param first index of the round's first sample within the run
 */
export function planRound(round: number, total: number, temperature: number, seed: number, first: number): Draw[] {
  // Some servers hold seeds in 32 bits with a sign.
  const seedOf = (sample: number) => deriveSeed(seed, first + sample) >>> 1;
  if (temperature === 0) return round === 1 ? [{ temperature, seed: seedOf(0), samples: 1 }] : [];
  const at = (factor: number) => Math.min(HOTTEST, Math.round(temperature * factor * 1000) / 1000);
  if (round > 1) return [{ temperature: at(LATER[round - 2] ?? WARM), seed: seedOf(0), samples: total }];
  const middle = Math.ceil((total - 1) / 2);
  const shares = [
    [COOL, 1],
    [1, middle],
    [WARM, total - 1 - middle],
  ] as const;
  let before = 0;
  return shares.flatMap(([factor, samples]) => {
    const draw = { temperature: at(factor), seed: seedOf(before), samples };
    before += samples;
    return samples > 0 ? [draw] : [];
  });
}
