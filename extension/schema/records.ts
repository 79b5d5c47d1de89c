import * as z from "zod";
import { LANGUAGE_IDS, languageIdSchema } from "./language";
import { manifestSchema } from "./manifest";
import { evalReportSchema, executedReportSchema, figuresSchema } from "./reports";

const count = z.number().int().nonnegative();
const fraction = z.number().min(0).max(1);

/** What an evaluation belongs to; the report has its sections by it. */
export const RECORD_GROUPS = ["shipped", "comparison", "ablation", "steps", "decoding", "ranking"] as const;
export type RecordGroup = (typeof RECORD_GROUPS)[number];

const testSetSchema = z.strictObject({
  /** Base name of the test file, as `cf-rules-public`. */
  name: z.string().min(1),
  /** Rows of the whole file. */
  rows: count,
  /** What was measured of it: rows of one language, of these every n-th, of these the first ones. */
  language: languageIdSchema.optional(),
  every: z.number().int().positive().optional(),
  limit: z.number().int().positive().optional(),
});
export type TestSet = z.infer<typeof testSetSchema>;

/** How the candidates came about: the defaults of a manifest where the model itself was asked. */
const settingsSchema = z.strictObject({
  count,
  seed: count,
  ranking: z.string().optional(),
  /** False for a system trained without slots. */
  slots: z.boolean().optional(),
  ...manifestSchema.shape.defaults.partial().shape,
  /** 0 of a served model: always the likeliest token. */
  temperature: z.number().nonnegative().optional(),
  /** The model whose E the embedding similarity is measured with. */
  encoder: z.string().optional(),
});
export type RecordSettings = z.infer<typeof settingsSchema>;

/** What a training run tells of itself. */
export const trainingSchema = z.object({
  configuration: z.string(),
  parameters: count,
  /** Examples seen, repetitions included. */
  examples: count,
  seconds: z.number().nonnegative(),
  stages: z.array(z.unknown()).optional(),
});

const gradualStepSchema = z.strictObject({
  /** T … 1, then 0 for the final code. */
  step: count,
  /** T: samples that start from a remembered example take the last steps of a longer way. */
  of: z.number().int().positive(),
  /** Samples that this is the mean of. */
  n: count,
  /** Normalised edit distance of the frame's code to the final code. */
  distance: fraction,
  /** Probability of the likeliest token, mean over the canvas. */
  confidence: fraction,
  /** Share of the frames whose code is valid. */
  valid: fraction,
});
/** How far candidates are from their final code at one denoising step. */
export type GradualStep = z.infer<typeof gradualStepSchema>;

/** One evaluation of one system on one test file, as `lab eval --record` writes it. */
export const evaluationRecordSchema = z.strictObject({
  format: z.literal(1),
  group: z.enum(RECORD_GROUPS),
  system: z.string().min(1),
  note: z.string().optional(),
  testSet: testSetSchema,
  settings: settingsSchema,
  training: trainingSchema.optional(),
  figures: evalReportSchema,
  gradual: z.array(gradualStepSchema).optional(),
});
export type EvaluationRecord = z.infer<typeof evaluationRecordSchema>;

/** What candidates of one system do when they are executed, as `lab eval --execute --record` writes it. */
export const executedRecordSchema = z.strictObject({
  format: z.literal(1),
  group: z.literal("executed"),
  system: z.string().min(1),
  note: z.string().optional(),
  /** Absent where the answers were read from a file. */
  settings: settingsSchema.optional(),
  executed: executedReportSchema,
});
export type ExecutedRecord = z.infer<typeof executedRecordSchema>;

const differenceSchema = z.strictObject({ mean: z.number(), low: z.number(), high: z.number() });

/** What each entry of the evidence is worth, as `lab eval ablate --record` writes it; in points and hundredths. */
export const worthRecordSchema = z.strictObject({
  format: z.literal(1),
  group: z.literal("evidence"),
  system: z.string().min(1),
  note: z.string().optional(),
  /** What the rows are, as a person says it. */
  testSet: z.string().min(1),
  rows: count,
  top1: z.number(),
  top5: z.number(),
  worths: z.array(
    z.strictObject({
      id: z.string(),
      top1: differenceSchema,
      top5: differenceSchema,
      rank: differenceSchema,
      /** Share of the draws in which the reciprocal rank is higher with the entry than without. */
      certainty: fraction,
    }),
  ),
});
export type WorthRecord = z.infer<typeof worthRecordSchema>;

/** How often candidates are right that are shown with some confidence, as `lab eval calibrate --record` writes it. */
export const reliabilityRecordSchema = z.strictObject({
  format: z.literal(1),
  group: z.literal("reliability"),
  system: z.string().min(1),
  note: z.string().optional(),
  language: z.enum(LANGUAGE_IDS),
  testSet: z.string().min(1),
  rows: count,
  /** Candidates, five a row at most. */
  n: count,
  /** Expected calibration error over ten bins of equal width: of the score, and of the confidence in cross-validation over rows. */
  error: z.strictObject({ score: fraction, confidence: fraction }),
  /** Fitted on all rows: the constant, then one for each of the grounds. */
  weights: z.array(z.number()),
  bins: z.array(z.strictObject({ n: count, confidence: fraction, right: fraction })),
});
export type ReliabilityRecord = z.infer<typeof reliabilityRecordSchema>;

const publishedFigures = figuresSchema
  .pick({ top1: true, top3: true, top5: true, validTop1Raw: true })
  .extend({
    ngram4: fraction,
    editDistance: fraction,
    /** Of an ablation: against the full system, in fractions of 1. */
    change: z.number(),
  })
  .partial();

/** A figure that somebody else has published. */
export const publishedRecordSchema = z.strictObject({
  format: z.literal(1),
  group: z.literal("published"),
  system: z.string().min(1),
  /** Absent for a mean over languages. */
  language: z.enum(LANGUAGE_IDS).optional(),
  source: z.string().min(1),
  /** Whether it may be read against ours: false where the metric or the data differ. */
  comparable: z.boolean(),
  /** What differs. */
  note: z.string().optional(),
  figures: publishedFigures,
  /** Figures that are not known to the last digit. */
  approximate: z.array(publishedFigures.keyof()).default([]),
});
export type PublishedRecord = z.infer<typeof publishedRecordSchema>;
