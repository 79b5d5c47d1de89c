import { CodeFusionError } from "../../../extension/errors";
import type { LanguageId } from "../../../extension/schema";
import { type PairRow, readPairs } from "../prepare/rows";

/** Which rows of a test file are measured. */
export interface Part {
  readonly language?: LanguageId;
  /** Every n-th row of what is left. */
  readonly every?: number;
  /** At most that many of what is left. */
  readonly limit?: number;
}

/** A row with its place in the file, from 0. */
export interface TestRow extends PairRow {
  readonly at: number;
}

/** The rows to be measured, and how many the whole file has. */
export interface TestRows {
  readonly rows: readonly TestRow[];
  readonly inFile: number;
}

/**
 * Reads a test file: by language first, then every n-th row, then the first ones.
 * @throws CodeFusionError bad-input for a file that cannot be read or has no such row
 */
export function readTestRows(file: string, { language, every = 1, limit }: Part): TestRows {
  const all = readPairs(file).map((row, at): TestRow => ({ ...row, at }));
  const spoken = all.filter(({ lang }) => language === undefined || lang === language);
  const rows = spoken.filter((_, index) => index % every === 0).slice(0, limit);
  if (rows.length > 0) return { rows, inFile: all.length };
  if (all.length > 0)
    throw new CodeFusionError("bad-input", `${file} has no ${language} rows`, "name another --language");
  throw new CodeFusionError("bad-input", `${file} has no rows`, "name a file with one JSON object a line");
}
