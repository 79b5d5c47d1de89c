import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as z from "zod";
import { CodeFusionError } from "../../errors";
import { languageIdSchema, tableSchema } from "../../schema";

/** One line of a pairs file: an utterance, its code and where it comes from. */
export const pairRowSchema = z.object({
  lang: languageIdSchema,
  nl: z.string().min(1),
  code: z.string().min(1),
  src: z.string().default("unknown"),
  data: tableSchema.optional(),
});
export type PairRow = z.infer<typeof pairRowSchema>;

/** A line of which only the code is used: of an unlabelled file, or of a pairs file. */
const codeRowSchema = pairRowSchema.omit({ nl: true }).extend({ nl: pairRowSchema.shape.nl.optional() });
export type CodeRow = z.infer<typeof codeRowSchema>;

/**
 * Pairs of a JSONL file, gzip or plain.
 * @throws CodeFusionError bad-input for a file that cannot be read or a line that is not a pair, naming the line
 */
export const readPairs = (path: string): PairRow[] => readRows(path, pairRowSchema, '"lang", "nl" and "code"');

/**
 * Programs of a JSONL file, with or without utterances.
 * @throws CodeFusionError bad-input as `readPairs`
 */
export const readCode = (path: string): CodeRow[] => readRows(path, codeRowSchema, '"lang" and "code"');

function readRows<Row>(path: string, schema: z.ZodType<Row>, wanted: string): Row[] {
  let text: string;
  try {
    const bytes = readFileSync(path);
    text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  } catch (error) {
    throw new CodeFusionError("bad-input", `cannot read ${path}`, "name an existing .jsonl or .jsonl.gz file", {
      cause: error,
    });
  }
  return text.split("\n").flatMap((line, at) => {
    if (line.trim() === "") return [];
    try {
      return [schema.parse(JSON.parse(line))];
    } catch (error) {
      throw new CodeFusionError(
        "bad-input",
        `line ${at + 1} of ${path} is not a pair`,
        `each line must be JSON with ${wanted}`,
        {
          cause: error,
        },
      );
    }
  });
}
