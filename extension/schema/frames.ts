import * as z from "zod";
import { languageIdSchema } from "./language";

/** One canvas position of a frame as a person reads it. */
export const frameTokenSchema = z.object({
  /** The token's text with slots put back; a leading space belongs to the token. PAD is the empty string. */
  text: z.string(),
  /** Probability of the shown token, in [0, 1]. */
  confidence: z.number().min(0).max(1),
});
export type FrameToken = z.infer<typeof frameTokenSchema>;

/** One step of a trajectory as tokens with confidences. */
export const frameSchema = z.object({
  /** Steps still to go when this frame was predicted, counted T … 1; the final decode has step 0. */
  step: z.number().int().nonnegative(),
  /** Noise time in (0, 1]; 0 for the final decode. */
  t: z.number().min(0).max(1),
  /** What read the latent: the denoiser's cheap readout (live) or the decoder (history). */
  source: z.enum(["readout", "decoder"]),
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

/** The denoising history of one candidate: everything the hover and the theatre need, and nothing else. */
export const historySchema = z.object({
  version: z.literal(1),
  utterance: z.string(),
  language: languageIdSchema,
  code: z.string(),
  score: z.number(),
  seed: z.number().int().nonnegative(),
  steps: z.number().int().positive(),
  modelId: z.string(),
  /** Backend and execution provider that computed it, e.g. "local" and "cpu". */
  backend: z.object({ kind: z.enum(["local", "remote"]), provider: z.string() }),
  /** T … 1 and last the final decode (step 0). */
  frames: z.array(frameSchema).min(1),
});
export type History = z.infer<typeof historySchema>;
