import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type * as z from "zod";
import { CodeFusionError, say } from "../errors";

/** What a line is, and what it must look like. */
interface LineKind {
  readonly name: string;
  readonly remedy: string;
}

/**
 * Rows of a JSONL file, gzip or plain; blank lines are skipped.
 * @param what a line is, for the error
 * @throws CodeFusionError bad-input for a file that cannot be read or a line that does not fit, naming the line
 */
export const readJsonLines = <Row>(path: string, schema: z.ZodType<Row>, what: LineKind): Row[] =>
  parseJsonLines(textOf(path), path, schema, what);

/**
 * Rows of JSON lines; blank lines are skipped.
 * @param source where the text is from, for the error
 * @throws CodeFusionError bad-input for a line that does not fit, naming it
 */
export function parseJsonLines<Row>(text: string, source: string, schema: z.ZodType<Row>, what: LineKind): Row[] {
  return text.split("\n").flatMap((line, at) => {
    if (line.trim() === "") return [];
    try {
      return [schema.parse(JSON.parse(line))];
    } catch (error) {
      throw new CodeFusionError("bad-input", say`line ${at + 1} of ${source} is not ${what.name}`, what.remedy, {
        cause: error,
      });
    }
  });
}

function textOf(path: string): string {
  try {
    const bytes = readFileSync(path);
    return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  } catch (error) {
    throw new CodeFusionError("bad-input", say`cannot read ${path}`, "name an existing .jsonl or .jsonl.gz file", {
      cause: error,
    });
  }
}
