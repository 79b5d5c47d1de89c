import type { Table } from "../../schema";
import { paintedCells } from "./painted";
import { parseCf } from "./parse";

/** Whether a rule formats a cell of the table; undefined where the table has no rows, or the rule no meaning on it. */
export function affectsCells(code: string, table: Table): boolean | undefined {
  const parsed = parseCf(code);
  if (table.length < 2 || !("rule" in parsed)) return undefined;
  try {
    return paintedCells(parsed.rule, table).size > 0;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
