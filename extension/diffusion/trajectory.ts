import { deriveSeed, gaussianNoise } from "./random";
import type { Sampler } from "./samplers";
import { type Schedule, times } from "./schedule";

/** N's prediction at x_t. */
export interface DenoiserPrediction {
  /** [b, n, latentDim] */
  readonly x0: Float32Array;
  /** The cheap readout of x0: the likeliest token of every position, [b, n]. */
  readonly ids: Int32Array;
  /** Probability of each of `ids`, [b, n]. */
  readonly confidence: Float32Array;
}

/**
 * Runs the denoiser N once.
 * @param latent x_t, [b, n, latentDim]
 * @param t noise time in (0, 1], the same for every row
 * @param previousX0 the previous step's prediction, zeros at the first step (self-conditioning), [b, n, latentDim]
 */
export type Predict = (latent: Float32Array, t: number, previousX0: Float32Array) => Promise<DenoiserPrediction>;

/** Positions that every row holds fixed. */
export interface Pinned {
  /** 1 where a position is held, [n]. */
  readonly mask: Uint8Array;
  /** Clean latents, [n, latentDim]; those of positions that are not held are never read. */
  readonly latents: Float32Array;
}

export interface TrajectoryOptions {
  readonly schedule: Schedule;
  readonly sampler: Sampler;
  /** T, at least 1. */
  readonly steps: number;
  /** The first step taken, T … 1; T where absent. The noise is then x at that step's time. */
  readonly from?: number;
  /** Positions whose clean latent is known: whatever N says of them, this is put in its place. */
  readonly pinned?: Pinned;
  /** The seed of every row; read by stochastic samplers alone, so that a row's noise does not depend on its batch. */
  readonly rowSeeds?: readonly number[];
  /** Called after every step, counted T … 1. */
  readonly onStep?: (step: number, prediction: DenoiserPrediction) => void;
}

/**
 * The loop of section 3 of the paper: from noise to the clean latent in T steps of N, without D.
 * @param noise x_T (or x at the first step's time), [b, n, latentDim]
 * @returns every step's predicted x0, [steps taken, b, n, latentDim]; the last one is the sample
 * @throws RangeError where a stochastic sampler gets no seeds; whatever `predict` throws
 */
export async function denoise(
  noise: Float32Array,
  predict: Predict,
  options: TrajectoryOptions,
): Promise<Float32Array> {
  const { schedule, sampler, steps, from = steps, pinned } = options;
  const trajectory = new Float32Array(from * noise.length);
  let latent = noise;
  let previous: Float32Array = new Float32Array(noise.length);
  const visited = times(steps).slice(steps - from);
  for (const [index, t] of visited.entries()) {
    const step = from - index;
    const prediction = await predict(latent, t, previous);
    if (pinned) hold(prediction.x0, pinned);
    trajectory.set(prediction.x0, index * noise.length);
    options.onStep?.(step, prediction);
    const fresh = sampler.stochastic ? stepNoise(options.rowSeeds ?? [], step, noise.length) : undefined;
    latent = sampler.next(latent, prediction.x0, schedule.level(t), schedule.level(visited[index + 1] ?? 0), fresh);
    previous = prediction.x0;
  }
  return trajectory;
}

/** Writes the pinned latents over the same positions of every row. */
function hold(x0: Float32Array, { mask, latents }: Pinned): void {
  const dim = latents.length / mask.length;
  for (let row = 0; row < x0.length; row += latents.length) {
    for (let position = 0; position < mask.length; position++) {
      if (mask[position] === 1) x0.set(latents.subarray(position * dim, (position + 1) * dim), row + position * dim);
    }
  }
}

/**
 * The noise that a stochastic sampler adds at one step; row r's comes from its own seed.
 * @throws RangeError where there is not one seed for every row
 */
export function stepNoise(rowSeeds: readonly number[], step: number, length: number): Float32Array {
  const perRow = length / rowSeeds.length;
  if (!Number.isInteger(perRow)) throw new RangeError("a stochastic sampler needs one seed for every row");
  const noise = new Float32Array(length);
  for (const [row, seed] of rowSeeds.entries()) noise.set(gaussianNoise(deriveSeed(seed, step), perRow), row * perRow);
  return noise;
}
