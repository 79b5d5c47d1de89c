import { CodeFusionError, say } from "../errors";
import { decodeTable } from "../languages";
import type { Table } from "../schema";
import { readBounded } from "./bounded-file";

/**
 * A CSV file as a table, header first; cells that are plain numbers become numbers.
 * @throws CodeFusionError bad-input for a file that cannot be read, is not CSV or is empty
 */
export function readTable(file: string): Table {
  let table: Table;
  try {
    table = decodeTable(readBounded(file));
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new CodeFusionError("bad-input", say`cannot read the table ${file} (${cause})`, "give --table a CSV file", {
      cause: error,
    });
  }
  if (table.length === 0)
    throw new CodeFusionError(
      "bad-input",
      say`the table ${file} is empty`,
      "give a CSV file whose first line is the header",
    );
  return table;
}
