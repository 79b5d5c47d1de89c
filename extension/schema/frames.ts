import * as z from "zod";
import { backendSchema } from "./backend";
import { languageIdSchema, tableSchema } from "./language";

/** One canvas position of a frame as a person reads it. */
export const frameTokenSchema = z.object({
  /** The token's text with slots put back; a leading space belongs to the token. PAD is the empty string. */
  text: z.string(),
  /** Probability of the shown token, in [0, 1]; absent where nobody knows it, as of servers that tell none. */
  confidence: z.number().min(0).max(1).optional(),
  /** The token's id in the model's code vocabulary; what branching and pinning start from. */
  id: z.number().int().nonnegative().optional(),
  /** The next likeliest readings of the position, likeliest first; known of the decoder's frames alone. */
  alternatives: z.array(z.object({ text: z.string(), confidence: z.number().min(0).max(1) })).optional(),
});
export type FrameToken = z.infer<typeof frameTokenSchema>;

/** One step of a trajectory as tokens with confidences. */
export const frameSchema = z.object({
  /** Steps still to go at this frame, counted T … 1; the final decode has step 0. The starting latent has that of the first step. */
  step: z.number().int().nonnegative(),
  /** Noise time in (0, 1]; 0 for the final decode. Of a stream the share that is still to come. */
  t: z.number().min(0).max(1),
  /**
   * What read the latent: the denoiser's cheap readout (live) or the decoder (history). The starting latent, which no step
   * has touched yet, reads as the tokens whose embeddings are nearest. What a served model has sent so far is no reading of a
   * latent: it is the text itself.
   */
  source: z.enum(["nearest", "readout", "decoder", "stream"]),
  /** Every canvas position, PAD included, so that positions align between frames. */
  tokens: z.array(frameTokenSchema),
  /** The frame as code, cut at the first PAD. */
  code: z.string(),
  /** Whether `code` is syntactically valid. */
  valid: z.boolean(),
  /** Normalised edit distance from `code` to the final code, in [0, 1]. */
  editDistance: z.number().min(0).max(1),
});
export type Frame = z.infer<typeof frameSchema>;

/** The denoiser's own readout of one step of a running sample; what it will become is not known yet. */
export const readoutSchema = frameSchema.omit({ editDistance: true }).extend({
  /** Index of the sample within its run. */
  sample: z.number().int().nonnegative(),
});
export type Readout = z.infer<typeof readoutSchema>;

/**
 * How the answer of a served model came. `append`: tokens were appended, left to right, which is no denoising. `replace`: the
 * whole text came again and again, as models that diffuse send it.
 */
export const streamSchema = z.enum(["append", "replace"]);
export type Stream = z.infer<typeof streamSchema>;

/** The denoising history of one candidate: everything the hover and the theatre need, and nothing else. */
export const historySchema = z.object({
  version: z.literal(1),
  utterance: z.string(),
  language: languageIdSchema,
  /** CF rules only: the table beside the prompt, header first. */
  table: tableSchema.optional(),
  code: z.string(),
  score: z.number(),
  seed: z.number().int().nonnegative(),
  steps: z.number().int().positive(),
  modelId: z.string(),
  /** Why the sample was not offered; absent where it was. */
  rejected: z.string().optional(),
  /** The remembered example's utterance, where the code is that example with the utterance's literals and no more. */
  example: z.string().optional(),
  /** What was noised for the first step: nothing, a remembered example, or a canvas of the request; not known of old histories. */
  startedFrom: z.enum(["noise", "example", "canvas"]).optional(),
  backend: backendSchema,
  /** How a served model's answer came; absent where this project's model denoised it. */
  stream: streamSchema.optional(),
  /**
   * The starting latent (old histories lack it), the steps taken, down to 1, and last the final decode (step 0); a sample
   * that did not start as noise took fewer than T.
   */
  frames: z.array(frameSchema).min(1),
});
export type History = z.infer<typeof historySchema>;
