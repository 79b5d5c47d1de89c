import { setImmediate as nextTurn } from "node:timers/promises";
import { type DenoiserPrediction, denoise, guide, SAMPLERS, shiftedCosine } from "../diffusion";
import { CodeFusionError, cancelled } from "../errors";
import { MEMORY_FIELDS } from "../schema";
import type { Tensors } from "./open-inference";
import { runPipeline } from "./pipeline-run";
import type { ChildModel, DecodeRequest, DenoiseRequest, EncodeRequest, ReplyBody } from "./protocol";
import type { Sessions } from "./sessions";
import { floatTensor, integerTensor, repeat, runSession } from "./tensors";

type ReplyOf<T extends ReplyBody["type"]> = Extract<ReplyBody, { type: T }>;

/** Runs jobs on the loaded sessions of one model; lives in the inference child. */
export class Engine {
  constructor(
    private readonly sessions: Sessions,
    private readonly model: ChildModel,
  ) {}

  /** E once, for one utterance. */
  async encode({ inputIds, slotIds, memory }: EncodeRequest): Promise<ReplyOf<"encoded">> {
    const s = inputIds.length;
    const m = memory.length / MEMORY_FIELDS;
    check(s > 0 && slotIds.length === s, "inputIds and slotIds need one length, at least 1");
    check(m > 0 && Number.isInteger(m), "the memory is not [m, 3], with m at least 1");
    const start = performance.now();
    const outputs = await runSession(this.sessions.encoder, {
      input_ids: integerTensor(inputIds, 1, s),
      attention_mask: integerTensor(ones(s), 1, s),
      slot_ids: integerTensor(slotIds, 1, s),
      memory: integerTensor(memory, 1, m, MEMORY_FIELDS),
      memory_mask: integerTensor(ones(m), 1, m),
    });
    const hidden = outputs.floats("hidden");
    return { type: "encoded", hidden, bucketLogits: outputs.floats("bucket_logits"), ms: performance.now() - start };
  }

  /**
   * The whole loop of T steps. Before every step the event loop turns once, so that a message can be seen.
   * @throws CodeFusionError cancelled as soon as `isCancelled` says so
   */
  async denoise(
    request: DenoiseRequest,
    isCancelled: () => boolean,
    onStep: (readout: ReplyOf<"step">) => void,
  ): Promise<ReplyOf<"denoised">> {
    const { n, noise, steps, from = steps, pinned, sampler } = request;
    const b = this.rows(request, noise);
    check(from <= steps, "the first step is beyond T");
    if (pinned)
      check(pinned.mask.length === n && pinned.latents.length * b === noise.length, "the pins do not fit the canvas");
    if (sampler.id === "ddpm") check(sampler.rowSeeds.length === b, "the ddpm sampler needs one seed for every row");
    const start = performance.now();
    const predictOnce = this.denoiser(request, b);
    const predict = async (latent: Float32Array, t: number, previousX0: Float32Array): Promise<DenoiserPrediction> => {
      await nextTurn();
      if (isCancelled()) throw cancelled();
      return predictOnce(latent, t, previousX0);
    };
    const x0s = await denoise(noise, predict, {
      schedule: shiftedCosine(this.model.schedule),
      sampler: SAMPLERS[sampler.id],
      steps,
      from,
      ...(pinned && { pinned }),
      rowSeeds: sampler.id === "ddpm" ? sampler.rowSeeds : [],
      onStep: (step, { ids, confidence }) =>
        onStep({ type: "step", step, ids: ids.slice(0, b * n), confidence: confidence.slice(0, b * n) }),
    });
    return { type: "denoised", x0s, ms: performance.now() - start };
  }

  /** D once, for any number of latents. */
  async decode(request: DecodeRequest): Promise<ReplyOf<"decoded">> {
    const { n, s, latents } = request;
    const rows = this.rows(request, latents);
    const start = performance.now();
    const outputs = await runSession(this.sessions.decoder, {
      x0: floatTensor(latents, rows, n, this.model.latentDim),
      canvas_mask: integerTensor(ones(rows * n), rows, n),
      // One row for all samples, which the graph broadcasts: its keys and values are computed once.
      hidden: floatTensor(request.hidden, 1, s, this.model.hiddenDim),
      hidden_mask: integerTensor(ones(rows * s), rows, s),
    });
    const logProbs = outputs.floats("log_probs");
    return { type: "decoded", ids: outputs.integers("ids"), logProbs, ms: performance.now() - start };
  }

  /**
   * What `pipeline.onnx` computes, for a server.
   * @throws CodeFusionError cancelled as soon as `isCancelled` says so
   */
  async pipeline(inputs: Tensors, isCancelled: () => boolean): Promise<ReplyOf<"ran">> {
    const start = performance.now();
    const outputs = await runPipeline(this.sessions, this.model, inputs, isCancelled);
    return { type: "ran", outputs, ms: performance.now() - start };
  }

  /** N with everything bound that stays the same from step to step. */
  private denoiser(request: DenoiseRequest, b: number) {
    const { n, s, hidden, guidance, temperature } = request;
    const guided = guidance !== 1;
    const rows = guided ? 2 * b : b;
    const latentDims = [rows, n, this.model.latentDim];
    // The unconditional rows come second; they see position 0 alone, which holds the language.
    const hiddenMask = Array.from({ length: rows * s }, (_, index) => (index < b * s || index % s === 0 ? 1 : 0));
    const fixed = {
      canvas_mask: integerTensor(ones(rows * n), rows, n),
      // One row for all samples, which the graph broadcasts: its keys and values are computed once a step.
      hidden: floatTensor(hidden, 1, s, this.model.hiddenDim),
      hidden_mask: integerTensor(hiddenMask, rows, s),
      temperature: floatTensor(Float32Array.of(temperature), 1),
    };
    return async (latent: Float32Array, t: number, previousX0: Float32Array): Promise<DenoiserPrediction> => {
      const outputs = await runSession(this.sessions.denoiser, {
        ...fixed,
        x_t: floatTensor(guided ? repeat(latent, 2) : latent, ...latentDims),
        t: floatTensor(new Float32Array(rows).fill(t), rows),
        // Both kinds of rows are conditioned on the guided prediction: there is one trajectory, not two.
        previous_x0: floatTensor(guided ? repeat(previousX0, 2) : previousX0, ...latentDims),
      });
      const x0 = outputs.floats("x0");
      const half = x0.length / 2;
      return {
        x0: guided ? guide(x0.subarray(0, half), x0.subarray(half), guidance) : x0,
        ids: outputs.integers("ids"),
        confidence: outputs.floats("confidence"),
      };
    };
  }

  /** How many rows `latents` [rows, n, latentDim] has; `hidden` must fit too. */
  private rows({ hidden, s, n }: { hidden: Float32Array; s: number; n: number }, latents: Float32Array): number {
    check(hidden.length === s * this.model.hiddenDim, "hidden is not [s, hiddenDim]");
    const rows = latents.length / (n * this.model.latentDim);
    check(Number.isInteger(rows) && rows > 0, "the latents are not [rows, n, latentDim]");
    return rows;
  }
}

function* ones(count: number): Generator<number> {
  for (let index = 0; index < count; index++) yield 1;
}

function check(condition: boolean, message: string): void {
  if (!condition) throw new CodeFusionError("internal", message, "report it, with the CodeFusion log");
}
