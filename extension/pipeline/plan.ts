import type { GenerateRequest } from "../contract";
import { CodeFusionError, say } from "../errors";
import type { Manifest } from "../schema";

/** Samples on canvases of one length that are denoised together. */
export interface Batch {
  readonly n: number;
  readonly samples: number;
  /** T. */
  readonly steps: number;
  /** What the samples start from; pure noise when absent. */
  readonly start?: Start;
}

/** A canvas that a sample starts from. */
export interface StartCanvas {
  /** Token ids, PAD included, [n]. */
  readonly ids: Int32Array;
  /** How near the example that it holds is to the utterance, in (0, 1]; absent where it is none. */
  readonly similarity?: number;
  /** How many near examples share its form, as a share of the most that any form has, in (0, 1]; absent where it is none. */
  readonly support?: number;
}

/** Canvases that are re-noised and denoised from there. */
export interface Start {
  /** What the samples take turns in starting from. */
  readonly canvases: readonly StartCanvas[];
  /** The first step taken, T … 1. */
  readonly from: number;
  /** Positions held at their token. */
  readonly pinned?: readonly number[];
}

/** A remembered example that samples may start from. */
export interface StartExample {
  /** Its code, without PAD. */
  readonly ids: readonly number[];
  readonly similarity: number;
  /** How many near examples share its form, as a share of the most that any form has, in (0, 1]. */
  readonly support: number;
}

/** What a run may start from besides noise. */
export interface Recall {
  /** How; undefined where no sample starts from an example. */
  readonly recall: Manifest["defaults"]["recall"];
  /** The remembered examples, in the order in which they are started from. */
  readonly starts: readonly StartExample[];
  readonly pad: number;
}

/** The first step taken where a canvas is re-noised to `time` in (0, 1]. */
function firstStep(time: number, steps: number): number {
  return Math.min(steps, Math.max(1, Math.round(time * steps)));
}

/** The shortest canvas of the model that holds `length` tokens; undefined where none does. */
function canvasFor(length: number, { canvasLengths }: Manifest): number | undefined {
  return canvasLengths.find((n) => n >= length);
}

/** `ids` on a canvas of n positions, filled with PAD. */
function onCanvas(ids: ArrayLike<number>, n: number, pad: number): Int32Array {
  const canvas = new Int32Array(n).fill(pad);
  canvas.set(Array.from(ids).slice(0, n));
  return canvas;
}

/**
 * A run's batches: one sample from every remembered example, and the others from noise, distributed over the likeliest
 * canvas buckets in proportion to their probability.
 * @param bucketLogits one per canvas length, [buckets]
 * @throws CodeFusionError bad-input where the request's canvas is longer than the model's longest
 */
export function planBatches(
  bucketLogits: Float32Array,
  manifest: Manifest,
  { count, canvas }: Pick<GenerateRequest, "count" | "canvas">,
  steps: number,
  { recall, starts, pad }: Recall,
): readonly Batch[] {
  const total = Math.ceil(count * manifest.defaults.oversampling);
  if (canvas !== undefined) return [{ n: requireCanvas(canvas, manifest), samples: total, steps }];
  const recalled = recall ? planRecall(manifest, recall, starts, pad) : [];
  return [...recalled, ...planBuckets(bucketLogits, manifest, total, steps)];
}

/**
 * One batch that starts from the request's own canvas.
 * @param ids token ids without PAD, or with it where every position is given
 * @throws CodeFusionError bad-input where the code is longer than the model's longest canvas
 */
export function planOrigin(
  ids: readonly number[],
  { time, pinned }: NonNullable<GenerateRequest["origin"]>,
  manifest: Manifest,
  { count, steps, pad }: { readonly count: number; readonly steps: number; readonly pad: number },
): Batch {
  const n = requireCanvas(ids.length, manifest);
  return {
    n,
    samples: Math.ceil(count * manifest.defaults.oversampling),
    steps,
    start: { canvases: [{ ids: onCanvas(ids, n, pad) }], from: firstStep(time, steps), ...(pinned && { pinned }) },
  };
}

/** Batches that start from examples, one for each canvas length among them. */
function planRecall(
  manifest: Manifest,
  { examples, time, steps: from }: NonNullable<Recall["recall"]>,
  starts: readonly StartExample[],
  pad: number,
): Batch[] {
  const byLength = new Map<number, StartCanvas[]>();
  for (const { ids, ...near } of starts.slice(0, examples)) {
    // One position more than the code: PAD ends it.
    const n = canvasFor(ids.length + 1, manifest) ?? canvasFor(ids.length, manifest);
    if (n !== undefined) byLength.set(n, [...(byLength.get(n) ?? []), { ids: onCanvas(ids, n, pad), ...near }]);
  }
  return [...byLength].map(([n, canvases]) => ({
    n,
    samples: canvases.length,
    steps: Math.round(from / time),
    start: { canvases, from },
  }));
}

/** Samples of the head: one of two is nearly always valid. */
const HEAD = 2;

/**
 * The same samples in the same order, a few of them apart and first: a candidate is there to be shown while the others are
 * denoised.
 */
export function headFirst([first, ...others]: readonly Batch[]): readonly Batch[] {
  if (first === undefined || first.samples <= 2 * HEAD) return first === undefined ? [] : [first, ...others];
  const { start, samples } = first;
  // The rest goes on in the canvases where the head left off.
  const canvases = start?.canvases.map((_, at, all) => all[(at + HEAD) % all.length] ?? _);
  const rest = { ...first, samples: samples - HEAD, ...(start && canvases && { start: { ...start, canvases } }) };
  return [{ ...first, samples: HEAD }, rest, ...others];
}

function planBuckets(bucketLogits: Float32Array, manifest: Manifest, total: number, steps: number): Batch[] {
  const likeliest = manifest.canvasLengths
    .map((n, at) => ({ n, logit: bucketLogits[at] ?? Number.NEGATIVE_INFINITY }))
    .sort((a, b) => b.logit - a.logit)
    .slice(0, manifest.defaults.buckets);
  const top = likeliest[0]?.logit ?? 0;
  const weights = likeliest.map(({ logit }) => Math.exp(logit - top));
  const sum = weights.reduce((a, b) => a + b, 0);
  const shares = likeliest.map(({ n }, at) => ({ n, samples: Math.round((total * (weights[at] ?? 0)) / sum), steps }));
  return shares.filter(({ samples }) => samples > 0);
}

function requireCanvas(length: number, manifest: Manifest): number {
  const n = canvasFor(length, manifest);
  if (n !== undefined) return n;
  throw new CodeFusionError(
    "bad-input",
    say`a canvas of ${length} is longer than the model's longest`,
    say`use at most ${Math.max(...manifest.canvasLengths)} positions`,
  );
}
