import type { GenerateProgress } from "../contract";
import { deriveSeed, gaussianNoise, type Pinned, shiftedCosine } from "../diffusion";
import type { Backend, StepReadout } from "../inference";
import type { Model } from "../model";
import { type DecodedSample, decodeSamples, judge, type Setting } from "../rank";
import type { Readout } from "../schema";
import type { Conditioning } from "./conditioning";
import { frameTokens } from "./frame-tokens";
import type { Batch } from "./plan";

/** What is kept of one sample's denoising: every step's predicted x0, [steps taken, n, latentDim]. */
export interface Trajectory {
  readonly x0s: Float32Array;
  readonly n: number;
  /** T. */
  readonly steps: number;
  /** The first step taken. */
  readonly from: number;
  /** What it was drawn under. */
  readonly conditioning: Conditioning;
}

export interface Drawn {
  readonly samples: readonly DecodedSample[];
  readonly trajectories: readonly Trajectory[];
  readonly denoiseMs: number;
  readonly decodeMs: number;
}

export interface DrawOptions {
  readonly seed: number;
  /** Of the softmax that N's x0 is read from. */
  readonly temperature: number;
  /** Index of the first sample within the run. */
  readonly firstIndex: number;
  /** Steps that the run's earlier batches took, and that all take: what progress is counted in. */
  readonly stepsBefore: number;
  readonly stepsInAll: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: GenerateProgress) => void;
}

/** Samples whose live readout is shown while they are denoised. */
const PREVIEWED = 5;

/** Denoises and decodes the samples of one batch. Sample i's noise comes from its own seed. */
export async function drawBatch(
  backend: Backend,
  model: Model,
  setting: Setting,
  conditioning: Conditioning,
  batch: Batch,
  { seed, temperature, firstIndex, stepsBefore, stepsInAll, signal, onProgress }: DrawOptions,
): Promise<Drawn> {
  const { latentDim, topM, defaults } = model.manifest;
  const { hidden, s, partial } = conditioning;
  const { n, start, steps } = batch;
  const from = start?.from ?? steps;
  const size = n * latentDim;
  const seeds = Array.from({ length: batch.samples }, (_, row) => deriveSeed(seed, firstIndex + row));
  const pinned = pinsOf(batch, model);
  const { x0s, ms } = await backend.denoise(
    {
      ...{ hidden, s, n, steps, from, temperature },
      noise: startingLatents(seeds, batch, model),
      guidance: defaults.guidance,
      ...(pinned && { pinned }),
    },
    {
      ...(signal && { signal }),
      onStep: (readout) =>
        onProgress?.({
          phase: "denoising",
          step: stepsBefore + from - readout.step + 1,
          steps: stepsInAll,
          ...previewOf(readout, { n, steps, firstIndex }, model, setting),
        }),
    },
  );
  onProgress?.({ phase: "decoding", step: 0, steps: 0, preview: [] });
  const latents = x0s.subarray((from - 1) * seeds.length * size);
  const decoded = await backend.decode({ hidden, s, n, latents }, signal);
  const starts = seeds.map((_, row) => start?.canvases[row % start.canvases.length]);
  return {
    samples: decodeSamples({ ...decoded, n, m: topM }, seeds, firstIndex, model.code).map((sample, row) => {
      const { similarity, support } = starts[row] ?? {};
      return {
        ...sample,
        ...(similarity !== undefined && { similarity }),
        ...(support !== undefined && { support }),
        ...(partial && { partial }),
      };
    }),
    trajectories: seeds.map((_, row) => ({ x0s: rowTrajectory(x0s, row, size, from), n, steps, from, conditioning })),
    denoiseMs: ms,
    decodeMs: decoded.ms,
  };
}

/** x at the first step's time: noise alone, or a canvas re-noised, [b, n, latentDim]. */
function startingLatents(seeds: readonly number[], { n, start, steps }: Batch, model: Model): Float32Array {
  const size = n * model.manifest.latentDim;
  const latents = new Float32Array(seeds.length * size);
  for (const [row, seed] of seeds.entries()) latents.set(gaussianNoise(seed, size), row * size);
  if (start === undefined) return latents;
  const { alpha, sigma } = shiftedCosine(model.manifest.schedule).level(start.from / steps);
  for (const row of seeds.keys()) {
    const canvas = start.canvases[row % start.canvases.length];
    const clean = model.embeddings.latents(canvas?.ids ?? new Int32Array(n));
    for (let at = 0; at < size; at++)
      latents[row * size + at] = alpha * (clean[at] ?? 0) + sigma * (latents[row * size + at] ?? 0);
  }
  return latents;
}

function pinsOf({ n, start }: Batch, model: Model): Pinned | undefined {
  const canvas = start?.canvases[0]?.ids;
  if (canvas === undefined || start?.pinned === undefined || start.pinned.length === 0) return undefined;
  const mask = new Uint8Array(n);
  for (const position of start.pinned) mask[position] = 1;
  return { mask, latents: model.embeddings.latents(canvas) };
}

/** One row's [steps taken, n, latentDim] out of a batch's [steps taken, b, n, latentDim]. */
function rowTrajectory(x0s: Float32Array, row: number, size: number, steps: number): Float32Array {
  const trajectory = new Float32Array(steps * size);
  const stride = x0s.length / steps;
  for (let step = 0; step < steps; step++) {
    const from = step * stride + row * size;
    trajectory.set(x0s.subarray(from, from + size), step * size);
  }
  return trajectory;
}

function previewOf(
  { step, ids, confidence }: StepReadout,
  { n, steps, firstIndex }: { n: number; steps: number; firstIndex: number },
  model: Model,
  setting: Setting,
): Pick<GenerateProgress, "preview" | "readouts"> {
  const rows = Array.from({ length: Math.min(PREVIEWED, ids.length / n) }, (_, row) => row * n);
  const readRow = (row: number) => {
    const slotted = model.code.decode(ids.subarray(row, row + n));
    return judge({ index: 0, seed: 0, slotted, probability: 1 }, setting);
  };
  const readouts = (): Readout[] =>
    rows.map((row) => {
      const { code, fault } = readRow(row);
      const tokens = frameTokens(
        { n, m: 1, ids: ids.subarray(row, row + n), probability: (at) => confidence[row + at] ?? 0 },
        model.code,
        setting.slots,
      );
      const sample = firstIndex + row / n;
      return { sample, step, t: step / steps, source: "readout", tokens, code, valid: fault === undefined };
    });
  return { preview: rows.map((row) => readRow(row).code), readouts };
}
