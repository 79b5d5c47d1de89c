import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { CodeFusionError } from "../errors";
import { type Table, tableSchema } from "../schema";

/**
 * A CSV file as a table, header first; cells that are plain numbers become numbers.
 * @throws CodeFusionError bad-input for a file that cannot be read, is not CSV or is empty
 */
export function readTable(file: string): Table {
  let table: Table;
  try {
    const rows: unknown = parse(readFileSync(file), { bom: true, relax_column_count: true, skip_empty_lines: true });
    table = tableSchema.parse(rows).map((row, at) => (at === 0 ? row : row.map(asNumber)));
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new CodeFusionError("bad-input", `cannot read the table ${file} (${cause})`, "give --table a CSV file", {
      cause: error,
    });
  }
  if (table.length === 0)
    throw new CodeFusionError(
      "bad-input",
      `the table ${file} is empty`,
      "give a CSV file whose first line is the header",
    );
  return table;
}

/** Only text that a number prints back as it stands: "007" stays text. */
function asNumber(cell: Table[number][number]): Table[number][number] {
  return typeof cell === "string" && cell !== "" && String(Number(cell)) === cell ? Number(cell) : cell;
}
