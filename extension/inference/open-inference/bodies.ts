import * as z from "zod";

const datatype = z.enum(["FP32", "FP64", "INT64"]);
const lengths = z.array(z.number().int());

/** `GET /v2`. */
export const serverMetadataSchema = z.object({
  name: z.string(),
  version: z.string().default(""),
  extensions: z.array(z.string()).nullish(),
});
export type ServerMetadata = z.infer<typeof serverMetadataSchema>;

/** A tensor as metadata describes it: -1 where any length will do. */
const tensorMetadataSchema = z.object({ name: z.string(), datatype: z.string(), shape: lengths });
export type TensorMetadata = z.infer<typeof tensorMetadataSchema>;

/** `GET /v2/models/{model}`. */
export const modelMetadataSchema = z.object({
  name: z.string(),
  versions: z.array(z.string()).nullish(),
  platform: z.string().nullish(),
  inputs: z.array(tensorMetadataSchema).nullish(),
  outputs: z.array(tensorMetadataSchema).nullish(),
});
export type ModelMetadata = z.infer<typeof modelMetadataSchema>;

/** One tensor of a request or response. */
export const tensorEntrySchema = z.object({
  name: z.string(),
  datatype,
  shape: z.array(z.number().int().nonnegative()),
  parameters: z.looseObject({ binary_data_size: z.number().int().nonnegative().optional() }).nullish(),
  /** Read by hand: half a million numbers are too many for a schema. */
  data: z.unknown().optional(),
});
export type TensorEntry = z.infer<typeof tensorEntrySchema>;

const outputWishSchema = z.object({
  name: z.string(),
  parameters: z.looseObject({ binary_data: z.boolean().optional() }).nullish(),
});

/** `POST /v2/models/{model}/infer`. */
export const inferRequestSchema = z.object({
  id: z.string().optional(),
  parameters: z.looseObject({ binary_data_output: z.boolean().optional() }).nullish(),
  inputs: z.array(tensorEntrySchema).min(1),
  outputs: z.array(outputWishSchema).nullish(),
});

/** What `infer` answers. */
export const inferResponseSchema = z.object({
  model_name: z.string(),
  model_version: z.string().nullish(),
  id: z.string().nullish(),
  outputs: z.array(tensorEntrySchema),
});

/** What a server says where it refuses: `error` in the protocol, an object in OpenAI's, other keys in frameworks. */
export const errorBodySchema = z
  .object({ error: z.unknown(), detail: z.unknown(), message: z.unknown() })
  .partial()
  .transform(({ error, detail, message }) => {
    const within = typeof error === "object" && error !== null && "message" in error ? error.message : error;
    return [within, detail, message].find((text) => typeof text === "string");
  });
