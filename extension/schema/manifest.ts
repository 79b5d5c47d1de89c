import * as z from "zod";
import { languageIdSchema } from "./language";

const fileSchema = z.object({
  /** Path relative to the manifest; no separators, so a manifest cannot reach outside its folder. */
  path: z.string().regex(/^[\w.-]+$/),
  bytes: z.number().int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ManifestFile = z.infer<typeof fileSchema>;

/** A model on disk: what its files are, how its numbers are to be read, and where it came from. */
export const manifestSchema = z.object({
  formatVersion: z.literal(1),
  id: z.string().regex(/^[\w.-]+$/),
  languages: z.array(languageIdSchema).min(1),
  licence: z.string(),
  /** Parameters of each part and in all; `trainable` are those our own training changed. */
  parameters: z.object({
    encoder: z.number().int().positive(),
    denoiser: z.number().int().positive(),
    decoder: z.number().int().positive(),
    total: z.number().int().positive(),
    trainable: z.number().int().positive(),
  }),
  latentDim: z.number().int().positive(),
  /** Width of the encoder output that cross-attention reads. */
  hiddenDim: z.number().int().positive(),
  vocabularySize: z.number().int().positive(),
  /** Alternatives per position that decoder.onnx returns. */
  topM: z.number().int().positive(),
  /** Canvas buckets in the order of the encoder's bucket logits. */
  canvasLengths: z.array(z.number().int().positive()).min(1),
  /** Longest utterance in tokens, [CLS] and [SEP] included. */
  maxUtteranceTokens: z.number().int().positive(),
  /** alphaBar(t) = sigmoid(logSNR(t)), logSNR(t) = -2 ln tan(pi t / 2) - 2 ln noiseFactor, clamped to ±maxLogSnr. */
  schedule: z.object({
    kind: z.literal("shifted-cosine"),
    noiseFactor: z.number().positive(),
    maxLogSnr: z.number().positive(),
  }),
  /** Defaults of generation, chosen on the validation split. */
  defaults: z.object({
    steps: z.number().int().positive(),
    guidance: z.number().min(1),
    temperature: z.number().positive(),
    oversampling: z.number().min(1),
    /** How many of the likeliest canvas buckets are drawn from. */
    buckets: z.number().int().positive(),
    /** How many of the nearest remembered examples E looks at; where nothing is said, as many as it was trained with. */
    conditioning: z.partialRecord(languageIdSchema, z.number().int().nonnegative()).optional(),
    /** Samples that start from remembered examples instead of pure noise. */
    recall: z
      .object({
        /** How many examples are started from. */
        examples: z.number().int().positive(),
        /** Noise time that they are re-noised to. */
        time: z.number().positive().max(1),
        /** Steps taken from there. */
        steps: z.number().int().positive(),
        /** Where it helps, and what a sample that started as noise weighs there beside them: measured on the validation split. */
        noiseWeights: z.partialRecord(languageIdSchema, z.number().positive().max(1)),
      })
      .optional(),
  }),
  /** How servers that hold this model are asked. */
  remote: z
    .object({
      /** Steps asked for at a time of a server that is not on this machine: a cancelled run ends between calls. */
      stepsPerCall: z.number().int().positive(),
    })
    .optional(),
  files: z.object({
    utteranceTokenizer: fileSchema,
    codeTokenizer: fileSchema,
    encoder: fileSchema,
    denoiser: fileSchema,
    decoder: fileSchema,
    embeddings: fileSchema,
    /** Remembered examples; a model without them was trained without. */
    memory: fileSchema.optional(),
    /** How E sees them, to find the nearest; without it words alone tell what is near. */
    vectors: fileSchema.optional(),
  }),
  training: z.object({
    date: z.string(),
    examples: z.number().int().nonnegative(),
    hours: z.number().nonnegative(),
    hardware: z.string(),
    data: z.array(z.string()),
  }),
  /** Figures on the public halves, by test set; free form, written by `eval`. */
  evaluation: z.record(z.string(), z.record(z.string(), z.number())),
});
export type Manifest = z.infer<typeof manifestSchema>;
