import type { Table } from "../../schema";
import type { CfRule } from "./ast";
import { cellsOf, rowsWhere } from "./execute";
import { meaningOf } from "./meaning";
import { SPREADSHEET } from "./reading";
import { rowColumnOf, sheetOf } from "./sheet";

/**
 * The cells that a rule paints in a spreadsheet, keyed "row,column" from 0 below the header. Parts about different columns are
 * conditions on a row: where all are met, the cell of the first column named is painted.
 * @param table the header first
 * @throws RangeError where a rule has no meaning, e.g. an unknown predicate or an AND of nothing
 */
export function paintedCells(rule: CfRule, table: Table): Set<string> {
  const meant = meaningOf(rule);
  const column = rowColumnOf(meant, sheetOf(meant, table));
  if (column === undefined) return cellsOf(meant, table, SPREADSHEET);
  return new Set([...rowsWhere(meant, table, SPREADSHEET)].map((row) => `${row},${column}`));
}
