import type { GenerateProgress } from "../contract";
import { deriveSeed, type Pinned } from "../diffusion";
import type { Backend, StepReadout } from "../inference";
import type { Model } from "../model";
import { type DecodedSample, decodeSamples, type Setting } from "../rank";
import type { BackendUsed, Readout } from "../schema";
import type { Conditioning } from "./conditioning";
import type { Batch, StartCanvas } from "./plan";
import { readCanvas, readCode } from "./read-canvas";
import { readStart, type SampleStart, startingLatent } from "./starts";

/** What is kept of one sample's denoising: every step's predicted x0, [steps taken, n, latentDim]. */
export interface Trajectory {
  readonly x0s: Float32Array;
  readonly n: number;
  /** T. */
  readonly steps: number;
  /** The first step taken. */
  readonly from: number;
  /** What it started from. */
  readonly start: SampleStart;
  /** What it was drawn under. */
  readonly conditioning: Conditioning;
}

export interface DrawnSamples {
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
): Promise<DrawnSamples> {
  const { latentDim, topM, defaults } = model.manifest;
  const { hidden, s } = conditioning;
  const { n, start, steps } = batch;
  const from = start?.from ?? steps;
  const size = n * latentDim;
  const seeds = Array.from({ length: batch.samples }, (_, row) => deriveSeed(seed, firstIndex + row));
  const pinned = pinsOf(batch, model);
  const starts = seeds.map((each, row) => startOf(each, batch, start?.canvases[row % start.canvases.length]));
  const noise = new Float32Array(seeds.length * size);
  for (const [row, each] of starts.entries()) noise.set(startingLatent(each, model), row * size);
  const place = { n, steps, firstIndex };
  const {
    x0s,
    ms,
    by = backend,
  } = await backend.denoise(
    {
      ...{ hidden, s, n, steps, from, temperature },
      noise,
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
          ...previewOf(readout, place, model, setting),
          ...(readout.step === from && { starts: () => startReadouts(starts, from, place, model, setting) }),
        }),
    },
  );
  onProgress?.({ phase: "decoding", step: 0, steps: 0, preview: [] });
  const latents = x0s.subarray((from - 1) * seeds.length * size);
  const decoded = await backend.decode({ hidden, s, n, latents }, signal);
  return {
    samples: decodeSamples({ ...decoded, n, m: topM }, seeds, firstIndex, model.code).map((sample, row) => {
      const { similarity, support } = start?.canvases[row % start.canvases.length] ?? {};
      return {
        ...sample,
        ...(similarity !== undefined && { similarity }),
        ...(support !== undefined && { support }),
        by: usedOf(by),
      };
    }),
    trajectories: starts.map((each, row) => ({
      x0s: rowTrajectory(x0s, row, size, from),
      ...{ n, steps, from, start: each, conditioning },
    })),
    denoiseMs: ms,
    decodeMs: decoded.ms,
  };
}

/** A backend as candidates and records name it. */
export function usedOf({ kind, provider, host }: Pick<Backend, "kind" | "provider" | "host">): BackendUsed {
  return { kind, provider, ...(host !== undefined && { host }) };
}

function startOf(seed: number, { n, start, steps }: Batch, canvas: StartCanvas | undefined): SampleStart {
  if (start === undefined || canvas === undefined) return { seed, n, t: 1, startedFrom: "noise" };
  const startedFrom = canvas.similarity === undefined ? "canvas" : "example";
  return { seed, n, t: start.from / steps, canvas: canvas.ids, startedFrom };
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

/** Where a batch's canvases stand: their length, T, and the index of the first sample within the run. */
interface BatchPlace {
  readonly n: number;
  readonly steps: number;
  readonly firstIndex: number;
}

/** What the starting latents read as: the first frames of the samples whose live readout is shown. */
function startReadouts(
  starts: readonly SampleStart[],
  from: number,
  { n, steps, firstIndex }: BatchPlace,
  model: Model,
  setting: Setting,
): Readout[] {
  return starts.slice(0, PREVIEWED).map((start, row) => {
    const { ids, probabilities } = readStart(start, model);
    const read = readCanvas({ n, m: 1, ids, probability: (at) => probabilities[at] ?? 0 }, model, setting);
    return { ...read, sample: firstIndex + row, step: from, t: from / steps, source: "nearest" };
  });
}

function previewOf(
  { step, ids, confidence }: StepReadout,
  { n, steps, firstIndex }: BatchPlace,
  model: Model,
  setting: Setting,
): Pick<GenerateProgress, "preview" | "readouts"> {
  const rows = Array.from({ length: Math.min(PREVIEWED, ids.length / n) }, (_, row) => row * n);
  const readouts = (): Readout[] =>
    rows.map((row) => {
      const reading = {
        n,
        m: 1,
        ids: ids.subarray(row, row + n),
        probability: (at: number) => confidence[row + at] ?? 0,
      };
      const sample = firstIndex + row / n;
      return { ...readCanvas(reading, model, setting), sample, step, t: step / steps, source: "readout" };
    });
  return { preview: rows.map((row) => readCode(ids.subarray(row, row + n), model, setting).code), readouts };
}
