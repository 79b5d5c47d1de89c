import type { CfValue } from "./ast";
import { dateOf } from "./date";
import type { ExcelCells } from "./excel-cells";
import { amountOf } from "./number";

/** Why a rule has no formula. */
export type NoFormula =
  /** ColorScale and the like format every cell in its own way, which no formula can say. */
  | { readonly kind: "visual"; readonly name: string }
  /** Its parts speak of different columns, so that no cell can meet them all. */
  | { readonly kind: "paintsNothing" }
  /** The table beside it has fewer columns. */
  | { readonly kind: "noSuchColumn"; readonly index: number; readonly columns: number }
  /** A value that no cell of a sheet can be compared with, e.g. "13 Days". */
  | { readonly kind: "value"; readonly value: string }
  /** Longer or deeper than Excel allows. */
  | { readonly kind: "tooLong" }
  | { readonly kind: "invalid"; readonly name: string };

/** Thrown inside the emitter only. */
export class NoFormulaError extends Error {
  constructor(readonly why: NoFormula) {
    super(why.kind);
  }
}

const CELL = /^\$?[A-Z]{1,3}\$?\d+$/i;
/** The longest text that Excel takes in one pair of quotes. */
const MAX_TEXT = 255;

/** A value as the formula writes it; `number` where it is a plain number, `reference` where it is another cell. */
export interface Operand {
  readonly text: string;
  readonly number?: number;
  readonly reference?: boolean;
}

/**
 * A value that cells are compared with as numbers; undefined where it is ordinary text.
 * @param percent whether the cells are written in per cent, so that 85 is meant as 85%
 */
export function numberOperand(value: CfValue, cells: ExcelCells, percent: boolean): Operand | undefined {
  if (value.kind === "column") return { text: cells.beside(value.index), reference: true };
  const text = value.text.trim();
  if (CELL.test(text)) return { text: text.toUpperCase(), reference: true };
  const number = amountOf(text);
  if (number !== undefined && Number.isFinite(number)) {
    const written = String(number).toUpperCase();
    return { text: percent || text.endsWith("%") ? `${written}%` : written, number };
  }
  const [, sign = "+", days] = /^today(?:\s*([-+])\s*(\d{1,6}))?$/i.exec(text) ?? [];
  if (/^today\b/i.test(text)) return { text: days === undefined ? "TODAY()" : `TODAY()${sign}${Number(days)}` };
  const at = dateOf(text);
  return at === undefined ? undefined : { text: dateFormula(at) };
}

/** Days since day 0 of a spreadsheet as people read them: a date, a time, or both. */
function dateFormula(at: number): string {
  const day = Math.floor(at);
  const seconds = Math.round((at - day) * 86_400);
  const date = new Date(Date.UTC(1899, 11, 30 + day));
  const time = `TIME(${Math.floor(seconds / 3600)},${Math.floor(seconds / 60) % 60},${seconds % 60})`;
  if (day === 0) return time;
  const written = `DATE(${date.getUTCFullYear()},${date.getUTCMonth() + 1},${date.getUTCDate()})`;
  return seconds === 0 ? written : `${written}+${time}`;
}

/** Text as a literal of the formula. @throws NoFormulaError where it is longer than Excel takes */
export function excelText(text: string): string {
  if (text.length > MAX_TEXT) throw new NoFormulaError({ kind: "tooLong" });
  return `"${text.replaceAll('"', '""')}"`;
}
