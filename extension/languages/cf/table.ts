import { parse } from "csv-parse/sync";
import { type Table, tableSchema } from "../../schema";

const DELIMITERS = [",", ";", "\t"] as const;

/**
 * CSV text as a table, header first; cells that are plain numbers become numbers. Fields may be separated by commas,
 * semicolons or tabs, whichever the first line has most of.
 * @throws Error where the text is not CSV; the message says why
 */
export function parseTable(csv: string): Table {
  const rows: unknown = parse(csv, {
    bom: true,
    delimiter: delimiterOf(csv),
    relax_column_count: true,
    skip_empty_lines: true,
  });
  return tableSchema.parse(rows).map((row, at) => (at === 0 ? row : row.map(asNumber)));
}

function delimiterOf(csv: string): string {
  const header = (/^[^\r\n]*/.exec(csv)?.[0] ?? "").replace(/"(?:[^"]|"")*"/g, "");
  const count = (delimiter: string) => header.split(delimiter).length;
  return DELIMITERS.reduce<string>((best, each) => (count(each) > count(best) ? each : best), DELIMITERS[0]);
}

/** Only text that a number prints back as it stands: "007" stays text. */
function asNumber(cell: Table[number][number]): Table[number][number] {
  return typeof cell === "string" && cell !== "" && String(Number(cell)) === cell ? Number(cell) : cell;
}
