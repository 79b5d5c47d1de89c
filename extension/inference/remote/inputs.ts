import { MEMORY_FIELDS } from "../../schema";
import type { DenoiseInput, EncodeInput } from "../backend";
import { doubles, floats, integers, type PipelineModel, type Tensor, type Tensors } from "../open-inference";

/** Utterances and conditions are filled up to multiples of this: rows of equal shapes can be batched over users. */
const LENGTHS = 8;

const filled = (length: number): number => Math.ceil(length / LENGTHS) * LENGTHS;

/** What E reads, the same for every row; what fills it up is masked. */
export function utteranceTensors({ inputIds, slotIds, memory }: EncodeInput, rows: number): Tensors {
  const m = memory.length / MEMORY_FIELDS;
  const s = filled(inputIds.length);
  const ms = filled(m);
  return {
    input_ids: repeated(inputIds, rows, s),
    attention_mask: repeated(new Int32Array(inputIds.length).fill(1), rows, s),
    slot_ids: repeated(slotIds, rows, s),
    memory: integers(copies(memory, rows, ms * MEMORY_FIELDS), rows, ms, MEMORY_FIELDS),
    memory_mask: repeated(new Int32Array(m).fill(1), rows, ms),
  };
}

/** No states: E is to compute them. */
export function noConditions(rows: number, hiddenDim: number): Tensors {
  return {
    hidden: floats(new Float32Array(), rows, 0, hiddenDim),
    hidden_mask: integers([], rows, 0),
  };
}

/**
 * E's states [s, hiddenDim] for every row, and nothing for E to read.
 * @param s at least 1
 */
export function conditionTensors(hidden: Float32Array, s: number, rows: number): Tensors {
  const width = hidden.length / s;
  const conditions = filled(s);
  const all = new Float32Array(rows * conditions * width);
  for (let row = 0; row < rows; row++) all.set(hidden, row * conditions * width);
  return {
    input_ids: integers([], rows, 0),
    attention_mask: integers([], rows, 0),
    slot_ids: integers([], rows, 0),
    memory: integers([], rows, 0, MEMORY_FIELDS),
    memory_mask: integers([], rows, 0),
    hidden: floats(all, rows, conditions, width),
    hidden_mask: repeated(new Int32Array(s).fill(1), rows, conditions),
  };
}

interface Canvases extends Partial<Pick<DenoiseInput, "guidance" | "temperature" | "pinned">> {
  /** [rows, n, latentDim] */
  readonly latents: Float32Array;
  readonly n: number;
  /** [rows, n, latentDim]; zeros where absent. */
  readonly previous?: Float32Array | undefined;
  /** From each to the next one step is taken. */
  readonly times: readonly number[];
}

/** What is denoised or decoded, and how. */
export function canvasTensors(
  { latents, n, previous, times, guidance = 1, temperature = 1, pinned }: Canvases,
  { latentDim }: PipelineModel,
): Tensors {
  const rows = latents.length / (n * latentDim);
  const positions = Array.from(pinned?.mask ?? []).flatMap((held, at) => (held === 1 ? [at] : []));
  const held = positions.flatMap((at) => [...(pinned?.latents.subarray(at * latentDim, (at + 1) * latentDim) ?? [])]);
  const every = <T>(values: readonly T[]): T[] => Array.from({ length: rows }, () => values).flat();
  return {
    latent: floats(latents, rows, n, latentDim),
    previous_x0: floats(previous ?? new Float32Array(), rows, previous ? n : 0, latentDim),
    times: doubles(Float64Array.from(every(times)), rows, times.length),
    guidance: floats(new Float32Array(rows).fill(guidance), rows, 1),
    temperature: floats(new Float32Array(rows).fill(temperature), rows, 1),
    pinned_positions: integers(every(positions), rows, positions.length),
    pinned_latents: floats(Float32Array.from(every(held)), rows, positions.length, latentDim),
  };
}

/** A batch's [rows, steps, …] as [steps, rows, …]. */
export function stepsFirst<T extends Float32Array | Int32Array>(values: T, rows: number, steps: number): T {
  const size = values.length / (rows * steps);
  const turned = values.slice() as T;
  for (let row = 0; row < rows; row++)
    for (let step = 0; step < steps; step++) {
      const from = (row * steps + step) * size;
      turned.set(values.subarray(from, from + size), (step * rows + row) * size);
    }
  return turned;
}

/** An output's numbers; the client has checked its type. */
export function floatsOf(outputs: Tensors, name: string): Float32Array {
  const data = outputs[name]?.data;
  return data instanceof Float32Array ? data : new Float32Array();
}

/** An output's numbers; the client has checked its type. */
export function integersOf(outputs: Tensors, name: string): Int32Array {
  const data = outputs[name]?.data;
  return data instanceof BigInt64Array ? Int32Array.from(data, Number) : new Int32Array();
}

/** `values` in every row, followed by zeros up to `length`. */
function repeated(values: ArrayLike<number>, rows: number, length: number): Tensor {
  return integers(copies(values, rows, length), rows, length);
}

function copies(values: ArrayLike<number>, rows: number, length: number): Int32Array {
  const all = new Int32Array(rows * length);
  for (let row = 0; row < rows; row++) all.set(values, row * length);
  return all;
}
