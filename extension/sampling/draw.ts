import { type DecodedSample, decodeSamples, judge, type Setting } from "../candidates";
import { deriveSeed, gaussianNoise } from "../diffusion";
import type { Backend } from "../inference";
import type { Model } from "../model";
import type { GenerateProgress } from "../pipeline";
import type { CanvasShare } from "./plan";

/** The encoder's view of the utterance: hidden states [s, hiddenDim]. */
export interface Conditioning {
  readonly hidden: Float32Array;
  readonly s: number;
}

/** What is kept of one sample's denoising: every step's predicted x0, [T, n, latentDim]. */
export interface Trajectory {
  readonly x0s: Float32Array;
  readonly n: number;
  readonly steps: number;
}

export interface Drawn {
  readonly samples: readonly DecodedSample[];
  /** By sample index. */
  readonly trajectories: readonly Trajectory[];
  readonly denoiseMs: number;
  readonly decodeMs: number;
}

export interface DrawOptions {
  readonly steps: number;
  readonly seed: number;
  /** Of the softmax that N's x0 is read from. */
  readonly temperature: number;
  /** Index of the first sample within the run. */
  readonly firstIndex: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: GenerateProgress) => void;
}

/** Samples whose live readout is shown while they are denoised. */
const PREVIEWED = 3;

/** Denoises and decodes every sample of a plan, one batch per canvas length. Sample i's noise comes from its own seed. */
export async function drawSamples(
  backend: Backend,
  model: Model,
  setting: Setting,
  { hidden, s }: Conditioning,
  plan: readonly CanvasShare[],
  { steps, seed, temperature, firstIndex, signal, onProgress }: DrawOptions,
): Promise<Drawn> {
  const { latentDim, topM, defaults } = model.manifest;
  const allSteps = steps * plan.length;
  const samples: DecodedSample[] = [];
  const trajectories: Trajectory[] = [];
  let denoiseMs = 0;
  let decodeMs = 0;
  for (const [batch, share] of plan.entries()) {
    const { n } = share;
    const size = n * latentDim;
    const seeds = Array.from({ length: share.samples }, (_, row) =>
      deriveSeed(seed, firstIndex + samples.length + row),
    );
    const noise = new Float32Array(seeds.length * size);
    for (const [row, rowSeed] of seeds.entries()) noise.set(gaussianNoise(rowSeed, size), row * size);
    const { x0s, ms } = await backend.denoise(
      { hidden, s, n, noise, steps, guidance: defaults.guidance, temperature },
      {
        ...(signal && { signal }),
        onStep: ({ step, ids }) =>
          onProgress?.({
            phase: "denoising",
            step: batch * steps + steps - step + 1,
            steps: allSteps,
            preview: previewOf(ids, n, model, setting),
          }),
      },
    );
    denoiseMs += ms;
    onProgress?.({ phase: "decoding", step: 0, steps: 0, preview: [] });
    const latents = x0s.subarray((steps - 1) * noise.length);
    const decoded = await backend.decode({ hidden, s, n, latents }, signal);
    decodeMs += decoded.ms;
    samples.push(...decodeSamples({ ...decoded, n, m: topM }, seeds, firstIndex + samples.length, model.code));
    for (const row of seeds.keys()) trajectories.push({ x0s: rowTrajectory(x0s, row, size, steps), n, steps });
  }
  return { samples, trajectories, denoiseMs, decodeMs };
}

/** One row's [T, n, latentDim] out of a batch's [T, b, n, latentDim]. */
function rowTrajectory(x0s: Float32Array, row: number, size: number, steps: number): Float32Array {
  const trajectory = new Float32Array(steps * size);
  const stride = x0s.length / steps;
  for (let step = 0; step < steps; step++) {
    const from = step * stride + row * size;
    trajectory.set(x0s.subarray(from, from + size), step * size);
  }
  return trajectory;
}

function previewOf(ids: Int32Array, n: number, model: Model, setting: Setting): string[] {
  const rows = Math.min(PREVIEWED, ids.length / n);
  return Array.from({ length: rows }, (_, row) => {
    const slotted = model.code.decode(ids.subarray(row * n, (row + 1) * n));
    return judge({ index: row, seed: 0, slotted, probability: 1 }, setting).code;
  });
}
