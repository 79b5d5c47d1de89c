import { createHash } from "node:crypto";
import type { Manifest } from "../../schema";
import type { ModelMetadata, TensorMetadata } from "./bodies";
import type { Datatype } from "./tensor";

/** What a manifest says of the pipeline graph. */
export interface PipelineModel
  extends Pick<Manifest, "id" | "latentDim" | "hiddenDim" | "topM" | "canvasLengths" | "schedule" | "remote"> {
  /** `memory` tells whether E has states of remembered examples, after those of the utterance. */
  readonly files: Pick<Manifest["files"], "encoder" | "denoiser" | "decoder" | "memory">;
  readonly training: Pick<Manifest["training"], "date">;
}

/** Rows of one request at most: what servers are set up to batch. */
export const MAX_ROWS = 32;

const tensor = (name: string, datatype: Datatype, ...shape: number[]): TensorMetadata => ({
  name,
  datatype,
  shape: [-1, ...shape],
});

/**
 * Inputs of `pipeline.onnx` (models/serving/pipeline_graph.py), -1 for any length; first the batch.
 *
 * E's states are computed from the first five where `hidden` has no rows, and taken from it where it has some. A latent
 * takes one step from each of `times` to the next; with one time it takes none, and D reads the latent itself.
 */
export function pipelineInputs({ latentDim, hiddenDim }: PipelineModel): readonly TensorMetadata[] {
  return [
    tensor("input_ids", "INT64", -1),
    tensor("attention_mask", "INT64", -1),
    tensor("slot_ids", "INT64", -1),
    tensor("memory", "INT64", -1, 3),
    tensor("memory_mask", "INT64", -1),
    tensor("hidden", "FP32", -1, hiddenDim),
    tensor("hidden_mask", "INT64", -1),
    tensor("latent", "FP32", -1, latentDim),
    tensor("previous_x0", "FP32", -1, latentDim),
    tensor("times", "FP64", -1),
    tensor("guidance", "FP32", 1),
    tensor("temperature", "FP32", 1),
    tensor("pinned_positions", "INT64", -1),
    tensor("pinned_latents", "FP32", -1, latentDim),
  ];
}

/** Outputs of `pipeline.onnx`, -1 for any length; first the batch. */
export function pipelineOutputs({
  latentDim,
  hiddenDim,
  topM,
  canvasLengths,
}: PipelineModel): readonly TensorMetadata[] {
  return [
    tensor("encoded", "FP32", -1, hiddenDim),
    tensor("bucket_logits", "FP32", canvasLengths.length),
    tensor("x0s", "FP32", -1, -1, latentDim),
    tensor("step_ids", "INT64", -1, -1),
    tensor("step_confidence", "FP32", -1, -1),
    tensor("next_latent", "FP32", -1, latentDim),
    tensor("ids", "INT64", -1, topM),
    tensor("log_probs", "FP32", -1, topM),
  ];
}

/**
 * The version that servers know a model's weights by: a whole number that grows with the training date and ends in four
 * digits of the graphs' checksums. models/serving/repository.py writes the same.
 */
export function modelVersion({ files: { encoder, denoiser, decoder }, training: { date } }: PipelineModel): string {
  const digest = createHash("sha256")
    .update(encoder.sha256 + denoiser.sha256 + decoder.sha256)
    .digest();
  return `${date.replace(/\D/g, "").slice(0, 8)}${String(digest.readUInt32BE(0) % 10_000).padStart(4, "0")}`;
}

/** Why a server's model cannot stand for ours, in one clause; undefined where it can. */
export function mismatch(model: PipelineModel, { versions, inputs, outputs }: ModelMetadata): string | undefined {
  const version = modelVersion(model);
  if (versions != null && versions.length > 0 && !versions.includes(version))
    return `it has version ${versions.join(", ")}, and ${version} is wanted`;
  return (
    differing("input", pipelineInputs(model), inputs ?? [], true) ??
    differing("output", pipelineOutputs(model), outputs ?? [], false)
  );
}

function differing(
  kind: string,
  wanted: readonly TensorMetadata[],
  offered: readonly TensorMetadata[],
  exactly: boolean,
): string | undefined {
  for (const { name, datatype, shape } of wanted) {
    const found = offered.find((each) => each.name === name);
    if (!found) return `it has no ${kind} ${name}`;
    if (found.datatype !== datatype) return `its ${kind} ${name} is ${found.datatype}, and ${datatype} is wanted`;
    const fits = found.shape.length === shape.length && found.shape.every((own, at) => own === -1 || own === shape[at]);
    if (!fits) return `its ${kind} ${name} is [${found.shape.join(", ")}], and [${shape.join(", ")}] is wanted`;
  }
  const extra = exactly ? offered.find(({ name }) => !wanted.some((each) => each.name === name)) : undefined;
  return extra && `it wants an ${kind} ${extra.name}`;
}
