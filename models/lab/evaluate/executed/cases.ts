import { readdirSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { readJsonLines } from "../../../../extension/cli/json-lines";
import { readTable } from "../../../../extension/cli/table";
import { CodeFusionError } from "../../../../extension/errors";
import { languageIdSchema } from "../../../../extension/schema";
import type { Part, TestRow, TestRows } from "../rows";
import { laboratory } from "./laboratory";

/** What the laboratory needs to know of a case; the executor reads the rest of it. */
const caseSchema = z.looseObject({
  id: z.string().min(1),
  lang: languageIdSchema,
  nl: z.string().min(1),
  context: z.string().optional(),
  /** CSV file, relative to the file of the case. */
  table: z.string().optional(),
  group: z.string().optional(),
  level: z.string().optional(),
  expected: z.literal("decline").optional(),
});

/** A case, with the set that it belongs to. */
export interface ExecutedCase extends z.infer<typeof caseSchema> {
  /** `dev` of bash-dev.jsonl. */
  readonly set: string;
  readonly file: string;
}

const LINE = { name: "a case", remedy: 'each line must be JSON with "id", "lang" and "nl"' };

/** Every file of cases in the repository. */
export function allCases(): readonly string[] {
  const folder = laboratory("cases");
  const names = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
  return names.sort().map((name) => path.join(folder, name));
}

/**
 * The cases of some files: by language first, then every n-th of each file, then the first ones of each.
 * @throws CodeFusionError bad-input for a file that cannot be read or has no cases, and where none is left
 */
export function readCases(files: readonly string[], { language, every = 1, limit }: Part): ExecutedCase[] {
  const cases = files.flatMap((file) => {
    const set = path.basename(file, ".jsonl").replace(/^(?:bash|python|cf)-/, "");
    const own = readJsonLines(file, caseSchema, LINE).filter(({ lang }) => language === undefined || lang === language);
    return own
      .filter((_, at) => at % every === 0)
      .slice(0, limit)
      .map((each): ExecutedCase => ({ ...each, set, file }));
  });
  if (cases.length > 0) return cases;
  throw new CodeFusionError("bad-input", `there are no cases in ${files.join(", ")}`, "name other files with --cases");
}

/**
 * The cases as rows that any system answers: with the code above the prompt and the table beside it, as in the editor.
 * @throws CodeFusionError bad-input for a table that cannot be read
 */
export function rowsOf(cases: readonly ExecutedCase[]): TestRows {
  const rows = cases.map(
    ({ lang, nl, context, table, file, id }, at): TestRow => ({
      ...{ lang, nl, code: "", src: id, at },
      ...(context !== undefined && { context }),
      ...(table !== undefined && { data: readTable(path.join(path.dirname(file), table)) }),
    }),
  );
  return { rows, inFile: cases.length };
}
