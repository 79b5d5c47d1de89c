import * as z from "zod";

/** A geometric mean of probabilities; rounding may carry it a hair above 1. */
const probability = z
  .number()
  .positive()
  .max(1 + 1e-6)
  .transform((value) => Math.min(1, value));

const readingShape = {
  /** Code-token ids up to the PAD that ends the program; it and what follows it may be there or not. */
  ids: z.array(z.number().int().nonnegative()),
  /** Geometric mean of the token probabilities, PAD that ends the program included, in (0, 1]. */
  probability,
};

/** One sample as it was drawn, before anything is judged. */
export const rawSampleSchema = z.object({
  ...readingShape,
  /** Positions of its canvas. */
  canvas: z.number().int().positive().optional(),
  /** Of a sample that started from a remembered example: how near that is to the utterance. */
  similarity: z.number().positive().max(1).optional(),
  /** How many of the near examples share that one's form, as a share of the most that any form has. */
  support: z.number().positive().max(1).optional(),
  /** What near examples say of the parts of its code, as a factor. */
  parts: z.number().positive().optional(),
  /** Further readings, likeliest first, tried where `ids` are no valid code. */
  others: z.array(z.object(readingShape)).optional(),
});
export type RawSample = z.infer<typeof rawSampleSchema>;

const lineShape = {
  /** The utterance, to check that the line belongs to its row. */
  nl: z.string().optional(),
  /** Time of the whole utterance in ms. */
  milliseconds: z.number().nonnegative().optional(),
};

/** All samples of one utterance in the order drawn. */
export const drawnSchema = z.object({
  samples: z.array(rawSampleSchema),
  /** What a sample without `similarity` weighs beside the others; 1 when absent. */
  noiseWeight: z.number().positive().max(1).optional(),
});
export type Drawn = z.infer<typeof drawnSchema>;

/** A line of a samples file: samples of a system that draws tokens, or the answers of one that writes text, best first. */
export const samplesLineSchema = z.union([
  drawnSchema.extend(lineShape),
  z.object({ texts: z.array(z.string()), ...lineShape }),
]);
export type SamplesLine = z.infer<typeof samplesLineSchema>;
