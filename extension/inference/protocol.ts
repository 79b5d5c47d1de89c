import * as z from "zod";
import type { Message } from "../errors";
import { manifestSchema } from "../schema";
import { isTensors, type Tensors } from "./open-inference";

/** The execution providers of ONNX Runtime that CodeFusion knows, best first. */
export const PROVIDER_IDS = ["cuda", "dml", "coreml", "webgpu", "cpu"] as const;
export type ProviderId = (typeof PROVIDER_IDS)[number];
const providerSchema = z.enum(PROVIDER_IDS);

const id = z.number().int().nonnegative();
const floats = z.custom<Float32Array>((value) => value instanceof Float32Array);
const integers = z.custom<Int32Array>((value) => value instanceof Int32Array);
const size = z.number().int().positive();
const ms = z.number().nonnegative();

/** A graph by its absolute path, with what it must be: the child loads the very bytes that it has checked. */
const graphSchema = z.object({ path: z.string(), bytes: size, sha256: z.string() });

/** What the child needs to know about a model: its graphs and how to read the numbers. */
export const childModelSchema = z.object({
  files: z.object({ encoder: graphSchema, denoiser: graphSchema, decoder: graphSchema }),
  latentDim: manifestSchema.shape.latentDim,
  hiddenDim: manifestSchema.shape.hiddenDim,
  schedule: manifestSchema.shape.schedule,
});
export type ChildModel = z.infer<typeof childModelSchema>;

const hiddenShape = { hidden: floats, s: size, n: size };
const samplerSchema = z.discriminatedUnion("id", [
  z.object({ id: z.literal("ddim") }),
  z.object({ id: z.literal("ddpm"), rowSeeds: z.array(z.number().int().nonnegative()) }),
]);

export const encodeRequestSchema = z.object({
  type: z.literal("encode"),
  id,
  inputIds: integers,
  slotIds: integers,
  memory: integers,
});
export const denoiseRequestSchema = z.object({
  type: z.literal("denoise"),
  id,
  ...hiddenShape,
  noise: floats,
  steps: size,
  from: size.optional(),
  pinned: z.object({ mask: z.custom<Uint8Array>((value) => value instanceof Uint8Array), latents: floats }).optional(),
  guidance: z.number().nonnegative(),
  temperature: z.number().positive(),
  sampler: samplerSchema,
});
const tensorsSchema = z.custom<Tensors>(isTensors);
/** Rows of several utterances at once: what a server computes. */
export const pipelineRequestSchema = z.object({ type: z.literal("pipeline"), id, inputs: tensorsSchema });
export const decodeRequestSchema = z.object({ type: z.literal("decode"), id, ...hiddenShape, latents: floats });

/** Messages to the inference child. All but `cancel` get exactly one final reply with the same id. */
export const requestSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("start"),
    id,
    provider: providerSchema,
    model: childModelSchema,
    threads: size.optional(),
  }),
  z.object({ type: z.literal("probe"), id, provider: providerSchema }),
  encodeRequestSchema,
  denoiseRequestSchema,
  decodeRequestSchema,
  pipelineRequestSchema,
  z.object({ type: z.literal("cancel"), id }),
]);
export type Request = z.infer<typeof requestSchema>;
export type EncodeRequest = z.infer<typeof encodeRequestSchema>;
export type DenoiseRequest = z.infer<typeof denoiseRequestSchema>;
export type DecodeRequest = z.infer<typeof decodeRequestSchema>;

/** The error codes that cross the process boundary. */
export const failureCodeSchema = z.enum([
  "model-missing",
  "model-corrupt",
  "backend-unavailable",
  "backend-crashed",
  "cancelled",
  "internal",
]);

/** A `Message`: text and values stay apart, as it is the editor that says them in its user's language. */
const said: z.ZodType<Message> = z.lazy(() =>
  z.object({ text: z.string(), values: z.array(z.union([z.string(), z.number(), said])).readonly() }),
);

/** Messages from the inference child; `step` comes before the final reply of a `denoise`, all others are final. */
export const replySchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("started"), id, ms }),
  /** `difference`: the largest absolute difference from plain arithmetic on the CPU; not finite where a result is not. */
  z.object({ type: z.literal("probed"), id, difference: z.custom<number>((value) => typeof value === "number"), ms }),
  z.object({ type: z.literal("encoded"), id, hidden: floats, bucketLogits: floats, ms }),
  z.object({ type: z.literal("step"), id, step: size, ids: integers, confidence: floats }),
  z.object({ type: z.literal("denoised"), id, x0s: floats, ms }),
  z.object({ type: z.literal("decoded"), id, ids: integers, logProbs: floats, ms }),
  z.object({ type: z.literal("ran"), id, outputs: tensorsSchema, ms }),
  z.object({ type: z.literal("failed"), id, code: failureCodeSchema, message: said, remedy: said }),
]);
export type Reply = z.infer<typeof replySchema>;

/** Omit that keeps the members of a union apart. */
type WithoutId<T> = T extends unknown ? Omit<T, "id"> : never;
/** A request as its sender writes it; the id is given on sending. */
export type RequestBody = WithoutId<Exclude<Request, { type: "cancel" }>>;
/** A reply as a job gives it; the id is that of its request. */
export type ReplyBody = WithoutId<Reply>;

/** Why a message was refused, in one line. */
export function refusal(error: z.ZodError): string {
  return z.prettifyError(error).replace(/\s+/g, " ");
}
