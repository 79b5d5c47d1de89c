/**
 * The cells that rules format on their tables, as the product itself executes them.
 *
 *   node --import tsx models/lab/execute/cf.ts < JOBS.json     [{ code, table }] → [[[row, column], …] | null]
 *
 * null stands for code that is no rule, or a rule without a meaning.
 */
import { readFileSync } from "node:fs";
import { paintedCells } from "../../../extension/languages/cf/painted";
import { parseCf } from "../../../extension/languages/cf/parse";
import type { Table } from "../../../extension/schema";

interface Job {
  readonly code: string;
  readonly table: Table;
}

function cellsFormatted({ code, table }: Job): number[][] | null {
  try {
    const parsed = parseCf(code);
    if (!("rule" in parsed)) return null;
    return [...paintedCells(parsed.rule, table)].map((key) => key.split(",").map(Number));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const jobs: readonly Job[] = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(jobs.map(cellsFormatted)));
