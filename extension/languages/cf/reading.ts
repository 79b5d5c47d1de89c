import type { Table } from "../../schema";
import { strip } from "../text";
import { dateOf, datesIn } from "./date";
import { amountOf, numberOf } from "./number";

type CellValue = Table[number][number];

/** What cells and values are taken for. */
export interface CellReading {
  /** The number that a cell of a column holds; looks at the whole table once. */
  columns(table: Table): (cell: CellValue, column: number) => number | undefined;
  /** The number that a rule's value stands for. */
  valueOf(text: string): number | undefined;
  /** What a cell's text is compared as. */
  textOf(text: string): string;
  /** Whether a rule may compare columns, and averages add up as in a sheet. */
  readonly asSheet: boolean;
}

/** As the metrics' reference reads: neither dates nor other columns mean anything to it. */
export const METRIC: CellReading = {
  columns: () => numberOf,
  valueOf: numberOf,
  textOf: strip,
  asSheet: false,
};

/** As a spreadsheet reads: dates and times are numbers of days, sums of money are numbers, NaN is a text, a blank at an end counts. */
export const SPREADSHEET: CellReading = {
  columns(table) {
    const dateIn = datesIn(table);
    return (cell, column) => (typeof cell === "string" ? (amountOf(cell) ?? dateIn(cell, column)) : numberOf(cell));
  },
  valueOf: (text) => amountOf(text) ?? dateOf(text),
  textOf: (text) => text,
  asSheet: true,
};
