import type { CfValue } from "./ast";
import { dateFormula, dateOf, daysFromToday } from "./date";
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
  const days = daysFromToday(text);
  if (days !== undefined) return { text: days === 0 ? "TODAY()" : `TODAY()${days < 0 ? "" : "+"}${days}` };
  const at = dateOf(text);
  return at === undefined ? undefined : { text: dateFormula(at) };
}

/** Text as a literal of the formula. @throws NoFormulaError where it is longer than Excel takes */
export function excelText(text: string): string {
  if (text.length > MAX_TEXT) throw new NoFormulaError({ kind: "tooLong" });
  return `"${text.replaceAll('"', '""')}"`;
}
