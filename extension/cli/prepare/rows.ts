import * as z from "zod";
import { languageIdSchema, tableSchema } from "../../schema";
import { readJsonLines } from "../json-lines";

/** One line of a pairs file: an utterance, its code and where it comes from. */
export const pairRowSchema = z.object({
  lang: languageIdSchema,
  nl: z.string().min(1),
  code: z.string().min(1),
  src: z.string().default("unknown"),
  data: tableSchema.optional(),
});
export type PairRow = z.infer<typeof pairRowSchema>;

/**
 * Rows of a pairs file, gzip or plain.
 * @throws CodeFusionError bad-input for a file that cannot be read or a line that is not a pair, naming the line
 */
export function readPairs(path: string): PairRow[] {
  return readJsonLines(path, pairRowSchema, {
    name: "a pair",
    remedy: 'each line must be JSON with "lang", "nl" and "code"',
  });
}
