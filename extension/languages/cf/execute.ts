import type { Table } from "../../schema";
import { groupBy, strip } from "../text";
import type { CfPredicate, CfRule, CfValue } from "./ast";
import { PREDICATES } from "./predicates";
import { type CellReading, METRIC } from "./reading";
import { widthOf } from "./sheet";

/** One cell of a table body: zero-based row (the header not counted) and column. */
export interface Cell {
  readonly row: number;
  readonly column: number;
  readonly text: string;
  readonly number: number | undefined;
}

/** Predicates that format every cell in its own way rather than choosing cells. */
export const VISUAL: ReadonlySet<string> = new Set(["colorscale", "databar", "iconset"]);
const ERROR_VALUES: ReadonlySet<string> = new Set("#n/a #div/0 #ref #value #name #num #null".split(" "));

/**
 * The cells that a rule formats, as the metrics define it, keyed "row,column"; a rule without a column speaks of every
 * column but one called Index.
 * @param table the header first
 * @param reading what cells and values are taken for
 * @throws RangeError where a rule has no meaning, e.g. an unknown predicate or an AND of nothing
 */
export function cellsOf(rule: CfRule, table: Table, reading: CellReading = METRIC): Set<string> {
  return new Set(select(rule, readTable(table, reading)).map(keyOf));
}

/**
 * The rows, from 0 below the header, that meet a rule, whatever columns its parts are about.
 * @throws RangeError where a rule has no meaning
 */
export function rowsWhere(rule: CfRule, table: Table, reading: CellReading): Set<number> {
  return rowsIn(rule, readTable(table, reading));
}

function rowsIn(rule: CfRule, grid: Grid): Set<number> {
  if (rule.kind === "predicate") return new Set(select(rule, grid).map(({ row }) => row));
  const sets = rule.rules.map((part) => rowsIn(part, grid));
  const [first, ...others] = sets;
  if (first === undefined) throw new RangeError(`${rule.name} of nothing`);
  if (rule.name === "and") return new Set([...first].filter((row) => others.every((rows) => rows.has(row))));
  if (rule.name === "or") return new Set(sets.flatMap((rows) => [...rows]));
  const all = Array.from({ length: grid.rows }, (_, row) => row);
  return new Set(all.filter((row) => !first.has(row)));
}

interface Grid {
  readonly header: readonly string[];
  readonly width: number;
  /** Rows below the header. */
  readonly rows: number;
  /** Row by row. */
  readonly cells: readonly Cell[];
  readonly reading: CellReading;
}

function readTable(table: Table, reading: CellReading): Grid {
  const width = widthOf(table);
  const numberIn = reading.columns(table);
  const header = Array.from({ length: width }, (_, column) => textOf(table[0]?.[column]).toLowerCase());
  const cells = table.slice(1).flatMap((values, row) =>
    Array.from({ length: width }, (_, column): Cell => {
      const value = column < values.length ? (values[column] ?? null) : "";
      return { row, column, text: reading.textOf(textOf(value)).toLowerCase(), number: numberIn(value, column) };
    }),
  );
  return { header, width, rows: Math.max(0, table.length - 1), cells, reading };
}

/** A cell's text as the metrics' reference prints it. */
function textOf(value: string | number | boolean | null | undefined): string {
  if (value === undefined) return "";
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number" && value !== 0 && Math.abs(value) < 1e-4) {
    return value.toExponential().replace(/e([-+])(\d)$/, "e$10$2");
  }
  return String(value);
}

function select(rule: CfRule, grid: Grid): Cell[] {
  const everywhere = grid.cells.filter((cell) => grid.header[cell.column] !== "index");
  if (rule.kind === "predicate") return selectByPredicate(rule, grid, everywhere);
  const sets = rule.rules.map((part) => new Set(select(part, grid)));
  const [first, ...others] = sets;
  if (first === undefined) throw new RangeError(`${rule.name} of nothing`);
  if (rule.name === "and") return [...first].filter((cell) => others.every((set) => set.has(cell)));
  if (rule.name === "or") return [...new Set(sets.flatMap((set) => [...set]))];
  const [inner] = rule.rules;
  const column = inner?.kind === "predicate" ? inner.args.find((value) => value.kind === "column") : undefined;
  return everywhere.filter((cell) => (column === undefined || cell.column === column.index) && !first.has(cell));
}

function selectByPredicate(rule: CfPredicate, grid: Grid, everywhere: readonly Cell[]): Cell[] {
  const [first, ...rest] = rule.args;
  const onColumn = first?.kind === "column";
  const cells = onColumn ? grid.cells.filter((cell) => cell.column === first.index) : everywhere;
  const values = onColumn ? rest : rule.args;
  const args = values.map(argumentText);
  const beside = grid.reading.asSheet && values.some((value) => value.kind === "column");
  const test = beside ? besideTest(rule.name, values, grid) : cellTest(rule.name, operands(args, grid.reading));
  if (test !== undefined) return cells.filter(test);
  const columns = groupBy(cells, (cell) => cell.column);
  return [...columns.values()].flatMap((column) => selectInColumn(rule.name, args, column, grid.reading));
}

function argumentText(value: CfValue): string {
  return value.kind === "column" ? `('col', ${value.index})` : strip(value.text);
}

/** What a cell is compared with: a value of the rule, or another cell of the row. */
type Operand = Pick<Cell, "text" | "number">;
type Test = (cell: Cell) => boolean;

const operands = (texts: readonly string[], reading: CellReading): readonly Operand[] =>
  texts.map((text) => ({ text, number: reading.valueOf(text) }));

/** Predicates that compare a cell with values, which may stand beside it. */
const COMPARES = new Set(
  [...PREDICATES].flatMap(([name, { takes }]) => (/^(?:number|twoNumbers|value)$/.test(takes) ? [name] : [])),
);
const NOTHING: Operand = { text: "", number: undefined };

/**
 * A test that compares a cell with others of its row.
 * @throws RangeError for a predicate that a column is no value of
 */
function besideTest(name: string, values: readonly CfValue[], { cells, width, reading }: Grid): Test {
  if (!COMPARES.has(name)) throw new RangeError(`${name} of a column has no meaning`);
  const constants = operands(values.map(argumentText), reading);
  return (cell) => {
    const others = values.map((value, at) => {
      if (value.kind !== "column") return constants[at] ?? NOTHING;
      return (value.index < width ? cells[cell.row * width + value.index] : undefined) ?? NOTHING;
    });
    // an error is equal to nothing, itself included
    if ([cell, ...others].some(isError)) return name === "notequals";
    return cellTest(name, others)?.(cell) ?? false;
  };
}

const isError = ({ text }: Operand): boolean => ERROR_VALUES.has(text.toLowerCase().replace(/[!?]+$/, ""));

/** A test that looks at one cell alone; undefined for predicates that compare a column's cells, or lack a value. */
function cellTest(name: string, [first, second]: readonly Operand[]): Test | undefined {
  if (name === "blanks") return (cell) => strip(cell.text) === "";
  if (name === "errors") return isError;
  if (first === undefined) return undefined;
  const wanted = first.text.toLowerCase();
  const same = (cell: Cell): boolean =>
    cell.text === wanted || (first.number !== undefined && cell.number === first.number);
  switch (name) {
    case "equals":
    case "textequals":
      return same;
    case "notequals":
      return (cell) => !same(cell);
    case "textcontains":
      return (cell) => cell.text.includes(wanted);
    case "textstartswith":
      return (cell) => cell.text.startsWith(wanted);
    case "textendswith":
      return (cell) => cell.text.endsWith(wanted);
    default:
      return first.number === undefined ? undefined : numberTest(name, first.number, second?.number);
  }
}

function numberTest(name: string, a: number, b: number | undefined): Test | undefined {
  const when = (holds: (value: number) => boolean) => (cell: Cell) => cell.number !== undefined && holds(cell.number);
  if (name === "greaterthan") return when((value) => value > a);
  if (name === "greaterthanequal") return when((value) => value >= a);
  if (name === "lessthan") return when((value) => value < a);
  if (name === "lessthanequal") return when((value) => value <= a);
  if (b === undefined) return undefined;
  const within = (value: number): boolean => Math.min(a, b) <= value && value <= Math.max(a, b);
  if (name === "between") return when(within);
  return name === "notbetween" ? when((value) => !within(value)) : undefined;
}

function selectInColumn(name: string, args: readonly string[], column: readonly Cell[], reading: CellReading): Cell[] {
  const numeric = column.filter((cell) => cell.number !== undefined).sort((a, b) => numberIn(a) - numberIn(b));
  if (name === "duplicate" || name === "unique") {
    const groups = groupBy(column, (cell) => cell.text);
    return column.filter(({ text }) => text !== "" && (groups.get(text)?.length ?? 0) > 1 === (name === "duplicate"));
  }
  if (VISUAL.has(name)) return numeric;
  if (numeric.length === 0) return [];
  switch (name) {
    case "top":
    case "bottom":
    case "toppercent":
    case "bottompercent":
      return extremes(name, args[0], numeric);
    case "aboveaverage":
    case "belowaverage": {
      // As a sheet adds up: in its order, and what is written in per cent as hundredths.
      const unit = !reading.asSheet || !numeric.every(({ text }) => strip(text).endsWith("%")) ? 1 : 100;
      const inOrder = reading.asSheet ? column.filter(({ number }) => number !== undefined) : numeric;
      const mean = inOrder.reduce((sum, cell) => sum + numberIn(cell) / unit, 0) / numeric.length;
      const above = name === "aboveaverage";
      return numeric.filter((cell) => (above ? numberIn(cell) / unit > mean : numberIn(cell) / unit < mean));
    }
    default:
      throw new RangeError(`${name} has no meaning`);
  }
}

/** The highest or lowest cells, and those equal to the last of them. */
function extremes(name: string, amount: string | undefined, ascending: readonly Cell[]): Cell[] {
  const given = amount === undefined ? undefined : METRIC.valueOf(amount);
  if (given !== undefined && !Number.isFinite(given)) throw new RangeError(`${name} of ${amount}`);
  const whole = given === undefined ? 10 : Math.trunc(given);
  const count = name.endsWith("percent") ? Math.max(1, Math.trunc((ascending.length * whole) / 100)) : whole;
  if (count < 1) return [];
  const size = Math.min(count, ascending.length);
  const edge = ascending.at(name.startsWith("top") ? -size : size - 1);
  if (edge === undefined) return [];
  const limit = numberIn(edge);
  return ascending.filter((cell) => (name.startsWith("top") ? numberIn(cell) >= limit : numberIn(cell) <= limit));
}

function numberIn(cell: Cell): number {
  return cell.number ?? Number.NaN;
}

function keyOf(cell: Cell): string {
  return `${cell.row},${cell.column}`;
}
