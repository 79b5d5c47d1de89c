import * as z from "zod";
import { languageIdSchema } from "./language";

/** A whole number from 1 to `most`: what is allocated or looped over must not be a manifest's to choose. */
const upTo = (most: number) => z.number().int().min(1).max(most);

const fileNameSchema = z.string().regex(/^(?!\.+$)[\w.-]{1,100}$/);

/** Files of a model's folder that are not the manifest's to name. */
const OWN_FILES: readonly string[] = ["manifest.json", "installed.json"];

const fileSchema = z.object({
  /** Path relative to the manifest; no separators and not dots alone, so a manifest cannot reach outside its folder. */
  path: fileNameSchema,
  bytes: upTo(2 ** 32),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ManifestFile = z.infer<typeof fileSchema>;

/** Bytes that the latents of one run may take: 20 candidates at the model's own defaults, every step kept. */
const MOST_LATENT_BYTES = 2 ** 31;

/** A model on disk: what its files are, how its numbers are to be read, and where it came from. */
export const manifestSchema = z
  .object({
    formatVersion: z.literal(1),
    /** Also the first part of the folder that it is installed into. */
    id: fileNameSchema,
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
    latentDim: upTo(4096),
    /** Width of the encoder output that cross-attention reads. */
    hiddenDim: upTo(8192),
    vocabularySize: upTo(2 ** 20),
    /** Alternatives per position that decoder.onnx returns. */
    topM: upTo(256),
    /** Canvas buckets in the order of the encoder's bucket logits. */
    canvasLengths: z.array(upTo(4096)).min(1).max(64),
    /** Longest utterance in tokens, [CLS] and [SEP] included. */
    maxUtteranceTokens: upTo(8192).min(2),
    /** alphaBar(t) = sigmoid(logSNR(t)), logSNR(t) = -2 ln tan(pi t / 2) - 2 ln noiseFactor, clamped to ±maxLogSnr. */
    schedule: z.object({
      kind: z.literal("shifted-cosine"),
      noiseFactor: z.number().positive().max(1000),
      maxLogSnr: z.number().positive().max(1000),
    }),
    /** Defaults of generation, chosen on the validation split. */
    defaults: z.object({
      steps: upTo(200),
      guidance: z.number().min(1).max(100),
      temperature: z.number().positive().max(100),
      oversampling: z.number().min(1).max(20),
      /** How many of the likeliest canvas buckets are drawn from. */
      buckets: upTo(64),
      /** How many of the nearest remembered examples E looks at; where nothing is said, as many as it was trained with. */
      conditioning: z.partialRecord(languageIdSchema, z.number().int().min(0).max(64)).optional(),
      /**
       * Which requests are answered: 1, the nearest example's similarity, the share of known words, how many words, whether
       * anything is named, each with its weight; below 0 in all nothing is offered. Fitted on real and far-off prompts.
       */
      scope: z.partialRecord(languageIdSchema, z.array(z.number()).length(5)).optional(),
      /**
       * How often a candidate is right: 1, the log-odds of its score, the logarithms of the share of samples that agree and of
       * its tokens' probability, and the nearest example's similarity, each with its weight in a logistic model. Fitted on
       * the validation split; where nothing is said, the score is shown.
       */
      confidence: z.partialRecord(languageIdSchema, z.array(z.number()).length(5)).optional(),
      /**
       * Confidence under which a candidate is not offered beside others: the largest that costs no hit among five on the
       * validation split.
       */
      leastConfidence: z.partialRecord(languageIdSchema, z.number().min(0).max(1)).optional(),
      /** Samples that start from remembered examples instead of pure noise. */
      recall: z
        .object({
          /** How many examples are started from. */
          examples: upTo(64),
          /** Noise time that they are re-noised to. */
          time: z.number().min(0.01).max(1),
          /** Steps taken from there. */
          steps: upTo(200),
          /** Where it helps, and what a sample that started as noise weighs there beside them: measured on the validation split. */
          noiseWeights: z.partialRecord(languageIdSchema, z.number().positive().max(1)),
        })
        .optional(),
    }),
    /** How servers that hold this model are asked. */
    remote: z
      .object({
        /** Steps asked for at a time of a server that is not on this machine: a cancelled run ends between calls. */
        stepsPerCall: upTo(200),
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
  })
  .refine(
    ({ canvasLengths, latentDim, defaults }) =>
      20 * defaults.oversampling * Math.max(...canvasLengths) * latentDim * defaults.steps * 4 <= MOST_LATENT_BYTES,
    { error: "its latents would not fit in memory", path: ["canvasLengths"] },
  )
  .refine(
    ({ files }) => {
      // On some systems names that differ in case alone are one.
      const names = [...OWN_FILES, ...filesOf({ files }).map((file) => file.path.toLowerCase())];
      return new Set(names).size === names.length;
    },
    { error: "two of its files have one name", path: ["files"] },
  );
export type Manifest = z.infer<typeof manifestSchema>;

/** Every file that a manifest names, the larger ones last. */
export function filesOf({ files }: { readonly files: Partial<Record<string, ManifestFile>> }): readonly ManifestFile[] {
  return Object.values(files)
    .flatMap((file) => file ?? [])
    .sort((a, b) => a.bytes - b.bytes);
}
