import type { Table } from "../../schema";
import type { CfRule } from "./ast";
import { numberOf } from "./number";

/** The last row that a formula speaks of where no table says how long a column is. */
const OPEN_END = 1000;

/** A table as it lies in a sheet: its header in row 1, its first column in A. */
export interface Sheet {
  /** The columns that a rule without a column speaks of: all but one called Index. */
  readonly everywhere: readonly number[];
  /** How many columns there are; without a table, any number. */
  readonly width: number;
  /** The last row of the table, counted from 1. */
  readonly lastRow: number;
  /** Whether every number in these columns is written in per cent, which a spreadsheet reads as hundredths. */
  inPercent(columns: readonly number[]): boolean;
}

/** How many columns the widest row of a table has. */
export function widthOf(table: Table): number {
  return table.reduce((width, row) => Math.max(width, row.length), 0);
}

/** The sheet that `table` lies in; without one, a sheet of the columns that the rule names. */
export function sheetOf(rule: CfRule, table?: Table): Sheet {
  if (table === undefined) {
    const named = targetsOf(rule).sort((a, b) => a - b);
    const everywhere = named.length > 0 ? [...new Set(named)] : [0];
    return { everywhere, width: Number.POSITIVE_INFINITY, lastRow: OPEN_END, inPercent: () => false };
  }
  const [header = [], ...body] = table;
  const width = widthOf(table);
  const all = Array.from({ length: width }, (_, column) => column);
  return {
    everywhere: all.filter((column) => String(header[column] ?? "").toLowerCase() !== "index"),
    width,
    lastRow: Math.max(2, table.length),
    inPercent: (columns) => {
      const cells = columns.flatMap((column) => body.map((row) => row[column] ?? ""));
      const numbers = cells.filter((cell) => numberOf(cell) !== undefined);
      return numbers.length > 0 && numbers.every((cell) => String(cell).trim().endsWith("%"));
    },
  };
}

/** The columns whose cells a rule can paint, in order. */
export function reachOf(rule: CfRule, sheet: Sheet): readonly number[] {
  if (rule.kind === "predicate") {
    const [first] = rule.args;
    return first?.kind === "column" ? [first.index] : sheet.everywhere;
  }
  if (rule.name === "not") {
    const [inner] = rule.rules;
    const column = inner?.kind === "predicate" ? inner.args.find((value) => value.kind === "column") : undefined;
    return column === undefined ? sheet.everywhere : sheet.everywhere.filter((each) => each === column.index);
  }
  const [first = [], ...others] = rule.rules.map((part) => reachOf(part, sheet));
  if (rule.name === "and") return first.filter((column) => others.every((each) => each.includes(column)));
  return [...new Set([...first, ...others.flat()])].sort((a, b) => a - b);
}

/**
 * The column that is painted where a rule looks at whole rows, which it does where an AND holds conditions on different columns:
 * the first one that it names. Undefined where every condition is one on the painted cell itself.
 */
export function rowColumnOf(rule: CfRule, sheet: Sheet): number | undefined {
  return looksAtRows(rule, sheet) ? columnsNamedIn(rule)[0] : undefined;
}

function looksAtRows(rule: CfRule, sheet: Sheet): boolean {
  if (rule.kind === "predicate") return false;
  if (rule.name === "and" && rule.rules.length > 1 && reachOf(rule, sheet).length === 0) return true;
  return rule.rules.some((part) => looksAtRows(part, sheet));
}

/** The letters of a column counted from 0: A, B, … Z, AA. */
export function columnLetters(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : columnLetters(Math.floor(column / 26) - 1) + letter;
}

/** Every column that the rule names, for its cells or for their values. */
export function columnsNamedIn(rule: CfRule): readonly number[] {
  if (rule.kind === "combination") return rule.rules.flatMap(columnsNamedIn);
  return rule.args.flatMap((value) => (value.kind === "column" ? [value.index] : []));
}

/** The columns whose cells a predicate of the rule is about by name. */
function targetsOf(rule: CfRule): number[] {
  if (rule.kind === "combination") return rule.rules.flatMap(targetsOf);
  const [first] = rule.args;
  return first?.kind === "column" ? [first.index] : [];
}
