import { parse } from "csv-parse/sync";
import { type Table, tableSchema } from "../../schema";
import { widthOf } from "./sheet";

const DELIMITERS = [",", ";", "\t", "|"] as const;
/** What a table may hold; more would be no help to a rule and would hold up the editor. */
export const MOST_COLUMNS = 1024;
export const MOST_CELLS = 1_000_000;
const MOST_RECORD = 2 ** 20;

/** The line that tells a spreadsheet what separates the fields. */
const SEPARATOR = /^\ufeff?sep=(.)(?:\r\n|\r|\n)/i;
/** Numbers as they are written where a comma separates the decimals, and those that may be thousands as well. */
const DECIMAL_COMMA = /^[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+$/;
const THOUSANDS = /^[-+]?\d{1,3},\d{3}$/;

type Cell = Table[number][number];

/**
 * The bytes of a CSV file as a table: UTF-8, or UTF-16 with its mark, or else the encoding of older Windows programs.
 * @throws Error where it is not CSV or too large; the message says why
 */
export function decodeTable(bytes: Uint8Array): Table {
  return parseTable(decode(bytes));
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/**
 * CSV text as a table, header first; cells that are plain numbers become numbers. Fields may be separated by commas,
 * semicolons, tabs or pipes, whichever the first line has most of. An empty line between others is an empty row, as in a sheet.
 * @throws Error where the text is not CSV or too large; the message says why
 */
export function parseTable(csv: string): Table {
  if (csv.includes("\0")) throw new Error("it is no text");
  const named = SEPARATOR.exec(csv);
  const text = named ? csv.slice(named[0].length) : csv;
  const delimiter = named?.[1] ?? delimiterOf(text);
  const rows: unknown = parse(text, {
    bom: true,
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MOST_RECORD,
  });
  const table = withoutEmptyEnds(tableSchema.parse(rows));
  const width = widthOf(table);
  if (width > MOST_COLUMNS) throw new Error(`it has ${width} columns, more than ${MOST_COLUMNS}`);
  if (width * table.length > MOST_CELLS)
    throw new Error(`it has ${table.length} rows of ${width} columns, more than ${MOST_CELLS} cells in all`);
  const [header = [], ...body] = table;
  if (table.length === 0) return [];
  const commas = delimiter === "," ? new Set<number>() : decimalCommas(body, width);
  return [header, ...body.map((row) => row.map((cell, column) => asNumber(cell, commas.has(column))))];
}

function delimiterOf(csv: string): string {
  const [header = ""] = csv
    .slice(0, MOST_RECORD)
    .replace(/"[^"]*"/g, "")
    .trimStart()
    .split(/[\r\n]/, 1);
  const count = (delimiter: string) => header.split(delimiter).length;
  return DELIMITERS.reduce<string>((best, each) => (count(each) > count(best) ? each : best), DELIMITERS[0]);
}

const isEmpty = (row: readonly Cell[]): boolean => row.length === 0 || (row.length === 1 && row[0] === "");

/** The rows between the first and the last that hold something. */
function withoutEmptyEnds(rows: Table): Table {
  const first = rows.findIndex((row) => !isEmpty(row));
  const last = rows.findLastIndex((row) => !isEmpty(row));
  return first < 0 ? [] : rows.slice(first, last + 1).map((row) => (isEmpty(row) ? [] : row));
}

/** The columns that have numbers with a comma before the decimals, one at least that cannot be thousands. */
function decimalCommas(body: Table, width: number): Set<number> {
  const columns = Array.from({ length: width }, (_, column) => column).filter((column) => {
    const cells = body.map((row) => String(row[column] ?? "")).filter((cell) => cell.includes(","));
    return cells.every((cell) => DECIMAL_COMMA.test(cell)) && cells.some((cell) => !THOUSANDS.test(cell));
  });
  return new Set(columns);
}

/** Only text that a number prints back as it stands: "007" stays text. */
function asNumber(cell: Cell, decimalComma: boolean): Cell {
  if (typeof cell !== "string" || cell === "") return cell;
  if (decimalComma && DECIMAL_COMMA.test(cell)) return Number(cell.replaceAll(".", "").replace(",", "."));
  return String(Number(cell)) === cell && Number.isFinite(Number(cell)) ? Number(cell) : cell;
}
