import { setImmediate as nextTurn } from "node:timers/promises";
import { guide, type NoiseLevel, SAMPLERS, shiftedCosine } from "../diffusion";
import { CodeFusionError, cancelled } from "../errors";
import { elementsOf, floats, integers, type Tensor, type Tensors } from "./open-inference";
import type { ChildModel } from "./protocol";
import type { Sessions } from "./sessions";
import { floatTensor, integerTensor, runSession } from "./tensors";

/** E's states and which of them are seen, for every row. */
interface Conditions {
  /** [rows, c, hiddenDim] */
  readonly hidden: Float32Array;
  /** [rows, c] */
  readonly mask: Int32Array;
  readonly c: number;
  readonly bucketLogits: Tensor;
}

/**
 * What `pipeline.onnx` computes, on the three released graphs: rows of several utterances, each with times of its own.
 * @param inputs those of `pipelineInputs`, with one temperature for all rows
 * @returns the outputs of `pipelineOutputs`
 * @throws CodeFusionError cancelled as soon as `isCancelled` says so, internal where the inputs do not fit the model
 */
export async function runPipeline(
  sessions: Sessions,
  model: ChildModel,
  inputs: Tensors,
  isCancelled: () => boolean,
): Promise<Tensors> {
  const read = reader(inputs);
  const { hiddenDim, latentDim } = model;
  const { shape: latentShape, values: noise } = read.floats("latent");
  const [b = 0, n = 0] = latentShape;
  const size = n * latentDim;
  check(b > 0 && n > 0 && latentShape[2] === latentDim, "the latent is not [rows, canvas, latentDim]");
  const conditions = await conditionsOf(sessions, read, b, hiddenDim);
  const { values: times } = read.doubles("times");
  const steps = times.length / b - 1;
  const predict = denoiser(sessions, model, read, conditions, b, n);
  const { level } = shiftedCosine(model.schedule);
  const levelAt = (row: number, step: number): NoiseLevel => level(times[row * (steps + 1) + step] ?? 0);
  const hold = pins(read, b, n, latentDim);

  const x0s = new Float32Array(b * steps * size);
  const ids = new Int32Array(b * steps * n);
  const confidence = new Float32Array(b * steps * n);
  let latent = noise;
  let last = noise;
  const { values: given } = read.floats("previous_x0");
  let previous = given.length === noise.length ? given : new Float32Array(noise.length);
  for (let step = 0; step < steps; step++) {
    await nextTurn();
    if (isCancelled()) throw cancelled();
    const t = Float32Array.from({ length: b }, (_, row) => times[row * (steps + 1) + step] ?? 0);
    const prediction = await predict(latent, t, previous);
    hold(prediction.x0);
    const next = new Float32Array(latent.length);
    for (let row = 0; row < b; row++) {
      const [from, to] = [row * size, (row + 1) * size];
      const x0 = prediction.x0.subarray(from, to);
      next.set(SAMPLERS.ddim.next(latent.subarray(from, to), x0, levelAt(row, step), levelAt(row, step + 1)), from);
      x0s.set(x0, (row * steps + step) * size);
      ids.set(prediction.ids.subarray(row * n, (row + 1) * n), (row * steps + step) * n);
      confidence.set(prediction.confidence.subarray(row * n, (row + 1) * n), (row * steps + step) * n);
    }
    [latent, previous, last] = [next, prediction.x0, prediction.x0];
  }
  const decoded = await runSession(sessions.decoder, {
    x0: floatTensor(last, b, n, latentDim),
    canvas_mask: integerTensor(ones(b * n), b, n),
    hidden: floatTensor(conditions.hidden, b, conditions.c, hiddenDim),
    hidden_mask: integerTensor(conditions.mask, b, conditions.c),
  });
  const logProbs = decoded.floats("log_probs");
  const m = logProbs.length / (b * n);
  return {
    encoded: floats(conditions.hidden, b, conditions.c, hiddenDim),
    bucket_logits: conditions.bucketLogits,
    x0s: floats(x0s, b, steps, n, latentDim),
    step_ids: integers(ids, b, steps, n),
    step_confidence: floats(confidence, b, steps, n),
    next_latent: floats(latent, b, n, latentDim),
    ids: integers(decoded.integers("ids"), b, n, m),
    log_probs: floats(logProbs, b, n, m),
  };
}

type Reader = ReturnType<typeof reader>;

/** Inputs by name, of the type that they have to have. */
function reader(inputs: Tensors) {
  const find = (name: string): Tensor => {
    const tensor = inputs[name];
    if (tensor && tensor.data.length === elementsOf(tensor.shape)) return tensor;
    throw unfit(`the input ${name} is missing or does not fit its shape`);
  };
  return {
    floats(name: string) {
      const { shape, data } = find(name);
      if (data instanceof Float32Array) return { shape, values: data };
      throw unfit(`the input ${name} is not FP32`);
    },
    doubles(name: string) {
      const { shape, data } = find(name);
      if (data instanceof Float64Array) return { shape, values: data };
      throw unfit(`the input ${name} is not FP64`);
    },
    integers(name: string) {
      const { shape, data } = find(name);
      if (data instanceof BigInt64Array) return { shape, values: Int32Array.from(data, Number) };
      throw unfit(`the input ${name} is not INT64`);
    },
  };
}

async function conditionsOf(sessions: Sessions, read: Reader, b: number, hiddenDim: number): Promise<Conditions> {
  const { shape, values: hidden } = read.floats("hidden");
  const buckets = sessions.encoder.outputMetadata.find(({ name }) => name === "bucket_logits");
  const count = buckets?.isTensor ? Number(buckets.shape.at(-1)) : 0;
  if (hidden.length > 0) {
    const mask = read.integers("hidden_mask").values;
    return { hidden, mask, c: shape[1] ?? 0, bucketLogits: floats(new Float32Array(b * count), b, count) };
  }
  const feed = (name: string) => {
    const { shape: own, values } = read.integers(name);
    return integerTensor(values, ...own);
  };
  const names = ["input_ids", "attention_mask", "slot_ids", "memory", "memory_mask"];
  const outputs = await runSession(sessions.encoder, Object.fromEntries(names.map((name) => [name, feed(name)])));
  const [words, examples] = [read.integers("attention_mask").values, read.integers("memory_mask").values];
  const encoded = outputs.floats("hidden");
  const c = encoded.length / (b * hiddenDim);
  const [s, m] = [words.length / b, examples.length / b];
  // A graph without a memory has states of the utterance alone.
  const mask = Array.from({ length: b }, (_, row) => [
    ...words.subarray(row * s, (row + 1) * s),
    ...examples.subarray(row * m, row * m + c - s),
  ]).flat();
  const logits = outputs.floats("bucket_logits");
  return { hidden: encoded, mask: Int32Array.from(mask), c, bucketLogits: floats(logits, b, logits.length / b) };
}

/** N on rows that each have a time and a scale of guidance of their own. */
function denoiser(sessions: Sessions, model: ChildModel, read: Reader, conditions: Conditions, b: number, n: number) {
  const { hidden, mask, c } = conditions;
  const { values: scales } = read.floats("guidance");
  const { values: temperatures } = read.floats("temperature");
  const [temperature = 1] = temperatures;
  check(temperatures.every((each) => each === temperature) && temperature > 0, "the rows need one temperature above 0");
  const guided = scales.some((scale) => scale !== 1);
  const twice = (values: Float32Array): Float32Array => {
    if (!guided) return values;
    const both = new Float32Array(2 * values.length);
    both.set(values);
    both.set(values, values.length);
    return both;
  };
  const rows = guided ? 2 * b : b;
  // Position 0 of the states holds the language alone: what a row without the utterance sees.
  const masks = guided ? [...mask, ...Array.from(mask, (_, at) => (at % c === 0 ? 1 : 0))] : mask;
  const fixed = {
    canvas_mask: integerTensor(ones(rows * n), rows, n),
    hidden: floatTensor(twice(hidden), rows, c, model.hiddenDim),
    hidden_mask: integerTensor(masks, rows, c),
    temperature: floatTensor(Float32Array.of(temperature), 1),
  };
  const dims = [rows, n, model.latentDim];
  const size = n * model.latentDim;
  return async (latent: Float32Array, t: Float32Array, previous: Float32Array) => {
    const outputs = await runSession(sessions.denoiser, {
      ...fixed,
      x_t: floatTensor(twice(latent), ...dims),
      t: floatTensor(twice(t), rows),
      previous_x0: floatTensor(twice(previous), ...dims),
    });
    const all = outputs.floats("x0");
    const x0 = all.slice(0, b * size);
    if (guided)
      for (const [row, scale] of scales.entries()) {
        const [from, to] = [row * size, (row + 1) * size];
        const without = all.subarray(x0.length + from, x0.length + to);
        x0.set(guide(all.subarray(from, to), without, scale), from);
      }
    return { x0, ids: outputs.integers("ids"), confidence: outputs.floats("confidence") };
  };
}

/** Puts known latents over their positions of every row. */
function pins(read: Reader, b: number, n: number, latentDim: number): (x0: Float32Array) => void {
  const { values: positions } = read.integers("pinned_positions");
  const { values: latents } = read.floats("pinned_latents");
  check(latents.length === positions.length * latentDim, "the pins have no latents");
  check(
    positions.every((position) => position >= 0 && position < n),
    "a pin is not on the canvas",
  );
  const perRow = positions.length / b;
  return (x0) => {
    for (const [at, position] of positions.entries()) {
      const row = Math.floor(at / perRow);
      x0.set(latents.subarray(at * latentDim, (at + 1) * latentDim), (row * n + position) * latentDim);
    }
  };
}

function* ones(count: number): Generator<number> {
  for (let index = 0; index < count; index++) yield 1;
}

function check(condition: boolean, message: string): void {
  if (!condition) throw unfit(message);
}

/** What asked for this is at fault, not this program. */
function unfit(message: string): CodeFusionError {
  return new CodeFusionError("internal", message, "report it, with the CodeFusion log");
}
