import * as z from "zod";
import { castMemberSchema } from "./messages";

/** What the theatre exports as JSON; docs/denoising.schema.json is the same as a JSON Schema. */
export const denoisingFileSchema = z.object({
  format: z.literal("codefusion-denoising"),
  version: z.literal(1),
  /** Candidates first, then rejected samples and branches; a branch names its parent by its index here. */
  candidates: z.array(castMemberSchema).min(1),
});
export type DenoisingFile = z.infer<typeof denoisingFileSchema>;
