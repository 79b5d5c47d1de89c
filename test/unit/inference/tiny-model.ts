import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ChildModel } from "../../../extension/inference";

const FOLDER = join(__dirname, "../../fixtures/tiny-model");

/** A graph as a manifest would describe it. */
export function graphAt(path: string) {
  const bytes = readFileSync(path);
  return { path, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** The tiny model of the fixtures, as a backend takes it. */
export const TINY: ChildModel = {
  files: {
    encoder: graphAt(join(FOLDER, "encoder.onnx")),
    denoiser: graphAt(join(FOLDER, "denoiser.onnx")),
    decoder: graphAt(join(FOLDER, "decoder.onnx")),
  },
  latentDim: 6,
  hiddenDim: 5,
  schedule: { kind: "shifted-cosine", noiseFactor: 3, maxLogSnr: 10 },
};
export const VOCABULARY = 12;
const TOP_M = 3;

type Matrix = readonly (readonly number[])[];
const MULTIPLIERS = { tokens: 3, slots: 5, buckets: 7, code: 11, latent: 13, previous: 2, hidden: 17, time: 19 };

/** The formula of make.py. */
function weight(name: keyof typeof MULTIPLIERS, rows: number, columns: number): Matrix {
  const k = MULTIPLIERS[name];
  const at = (i: number, j: number) => (((i * 7 + j * 13 + i * j * k + k) % 17) - 8) / 8;
  return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => at(i, j)));
}

const times = (vector: readonly number[], matrix: Matrix): number[] =>
  (matrix[0] ?? []).map((_, column) => vector.reduce((sum, x, row) => sum + x * (matrix[row]?.[column] ?? 0), 0));
const add = (...vectors: (readonly number[])[]): number[] =>
  (vectors[0] ?? []).map((_, index) => vectors.reduce((sum, vector) => sum + (vector[index] ?? 0), 0));
const mean = (vectors: Matrix): number[] => add(...vectors).map((x) => x / vectors.length);
const transpose = (matrix: Matrix): Matrix =>
  (matrix[0] ?? []).map((_, column) => matrix.map((row) => row[column] ?? 0));
const softmax = (logits: readonly number[]): number[] => {
  const powers = logits.map((x) => Math.exp(x - Math.max(...logits)));
  return powers.map((power) => power / powers.reduce((sum, x) => sum + x, 0));
};
const code = weight("code", VOCABULARY, TINY.latentDim);

/** E of the tiny model in plain arithmetic. */
export function encodeByHand(
  inputIds: readonly number[],
  slotIds: readonly number[],
): { hidden: Matrix; logits: number[] } {
  const tokens = weight("tokens", 20, TINY.hiddenDim);
  const slots = weight("slots", 4, TINY.hiddenDim);
  const hidden = inputIds.map((id, index) => add(tokens[id] ?? [], slots[slotIds[index] ?? 0] ?? []));
  return { hidden, logits: times(mean(hidden), weight("buckets", TINY.hiddenDim, 3)) };
}

/** N of the tiny model on one row; `visible` are the hidden states that its mask lets through. */
export function predictByHand(x: Matrix, t: number, previous: Matrix, visible: Matrix, temperature: number): Matrix {
  const condition = times(mean(visible), weight("hidden", TINY.hiddenDim, TINY.latentDim));
  const timed = (weight("time", 1, TINY.latentDim)[0] ?? []).map((w) => w * t);
  const mixed = mean(x);
  return x.map((position, index) => {
    const own = times(position, weight("latent", TINY.latentDim, TINY.latentDim));
    const past = times(previous[index] ?? [], weight("previous", TINY.latentDim, TINY.latentDim));
    const logits = times(add(own, past, timed, condition, mixed), transpose(code));
    return times(softmax(logits.map((logit) => logit / temperature)), code);
  });
}

/** D of the tiny model on one row: the best tokens of every position with their log-probabilities. */
export function decodeByHand(x0: Matrix, hidden: Matrix): { ids: number[]; logProbs: number[] } {
  const condition = times(mean(hidden), weight("hidden", TINY.hiddenDim, TINY.latentDim));
  const best = x0.flatMap((position) =>
    softmax(times(add(position, condition), transpose(code)))
      .map((probability, id) => ({ id, logProb: Math.log(probability) }))
      .sort((a, b) => b.logProb - a.logProb)
      .slice(0, TOP_M),
  );
  return { ids: best.map(({ id }) => id), logProbs: best.map(({ logProb }) => logProb) };
}

/** Cuts flat numbers into rows. */
export function matrix(flat: ArrayLike<number>, width: number): Matrix {
  const values = Array.from(flat);
  return Array.from({ length: values.length / width }, (_, row) => values.slice(row * width, (row + 1) * width));
}

/** Whether a process runs; one that has ended but that nobody has collected does not. */
export function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = `/proc/${pid}/stat`;
  return !existsSync(status) || !/\) [ZX] /.test(readFileSync(status, "utf8"));
}

/** Resolves as soon as `condition` holds; the test's own time limit is the limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
