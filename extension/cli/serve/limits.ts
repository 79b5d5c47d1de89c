import { MessageError, type PipelineModel, pipelineInputs, rowsOf, type Tensors } from "../../inference";

/** What one request may ask for. */
export interface Limits {
  readonly rows: number;
  readonly steps: number;
  /** Positions of a canvas, and of the states that it is conditioned on. */
  readonly canvas: number;
  readonly conditions: number;
}

/**
 * Refuses inputs that are not those of the pipeline graph, or more than one request may ask for.
 * @throws MessageError
 */
export function checkInputs(inputs: Tensors, model: PipelineModel, limits: Limits): void {
  const wanted = pipelineInputs(model);
  const unknown = Object.keys(inputs).find((name) => !wanted.some((each) => each.name === name));
  if (unknown !== undefined) throw new MessageError(`there is no input ${unknown}`);
  for (const { name, datatype, shape } of wanted) {
    const found = inputs[name];
    if (!found) throw new MessageError(`the input ${name} is missing`);
    const fits = found.shape.length === shape.length && shape.every((own, at) => own === -1 || own === found.shape[at]);
    if (found.datatype !== datatype || !fits)
      throw new MessageError(`the input ${name} has to be ${datatype} [${shape.join(", ")}]`);
  }
  const rows = rowsOf(inputs);
  if (rows === undefined) throw new MessageError("the inputs differ in their rows");
  const length = (name: string) => inputs[name]?.shape[1] ?? 0;
  const equal = (...names: string[]) => new Set(names.map(length)).size === 1;
  const paired =
    equal("input_ids", "attention_mask", "slot_ids") &&
    equal("memory", "memory_mask") &&
    equal("hidden", "hidden_mask") &&
    equal("pinned_positions", "pinned_latents") &&
    [0, length("latent")].includes(length("previous_x0"));
  if (!paired) throw new MessageError("inputs that belong together differ in their lengths");
  const within = (value: number, most: number, least = 0) => value >= least && value <= most;
  const conditions = length("hidden") || length("input_ids") + length("memory");
  if (!within(rows, limits.rows, 1)) throw new MessageError(`a request has 1 to ${limits.rows} rows`);
  if (!within(length("latent"), limits.canvas, 1))
    throw new MessageError(`a canvas has 1 to ${limits.canvas} positions`);
  if (!within(length("times"), limits.steps + 1, 1))
    throw new MessageError(`a request has at most ${limits.steps} steps`);
  if (!within(conditions, limits.conditions, 1))
    throw new MessageError(`a request has 1 to ${limits.conditions} tokens and examples`);
  checkValues(inputs, length("latent"));
}

/** What shapes do not tell: N takes one temperature for all rows, and pins stand on the canvas. */
function checkValues(inputs: Tensors, canvas: number): void {
  const values = (name: string) => Array.from<number | bigint, number>(inputs[name]?.data ?? [], Number);
  const temperatures = values("temperature");
  if (new Set(temperatures).size !== 1)
    throw new MessageError("the rows of a request need one temperature: send those of another in another request");
  if (!temperatures.every((temperature) => temperature > 0))
    throw new MessageError("the temperature has to be above 0");
  if (!values("pinned_positions").every((position) => position >= 0 && position < canvas))
    throw new MessageError("a pinned position is not on the canvas");
}
