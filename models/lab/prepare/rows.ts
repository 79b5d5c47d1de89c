import * as z from "zod";
import { readJsonLines } from "../../../extension/cli/json-lines";
import { languageIdSchema, tableSchema } from "../../../extension/schema";

/** One line of a pairs file: an utterance, its code and where it comes from. */
export const pairRowSchema = z.object({
  lang: languageIdSchema,
  nl: z.string().min(1),
  code: z.string().min(1),
  src: z.string().default("unknown"),
  data: tableSchema.optional(),
  /** Code above the prompt, for evaluation. */
  context: z.string().optional(),
});
export type PairRow = z.infer<typeof pairRowSchema>;

/** A line of which only the code is used: of an unlabelled file, or of a pairs file. */
const codeRowSchema = pairRowSchema.omit({ nl: true }).extend({ nl: pairRowSchema.shape.nl.optional() });
export type CodeRow = z.infer<typeof codeRowSchema>;

/**
 * Pairs of a JSONL file, gzip or plain.
 * @throws CodeFusionError bad-input for a file that cannot be read or a line that is not a pair, naming the line
 */
export const readPairs = (path: string): PairRow[] =>
  readJsonLines(path, pairRowSchema, { name: "a pair", remedy: 'each line must be JSON with "lang", "nl" and "code"' });

/**
 * Programs of a JSONL file, with or without utterances.
 * @throws CodeFusionError bad-input as `readPairs`
 */
export const readCode = (path: string): CodeRow[] =>
  readJsonLines(path, codeRowSchema, { name: "a program", remedy: 'each line must be JSON with "lang" and "code"' });
