import type { Table } from "../../schema";
import type { CfPredicate, CfRule } from "./ast";
import { ExcelCells } from "./excel-cells";
import { type NoFormula, NoFormulaError } from "./excel-operands";
import { predicateFormula } from "./excel-predicates";
import { VISUAL } from "./execute";
import { meaningOf } from "./meaning";
import { columnLetters, columnsNamedIn, reachOf, rowColumnOf, type Sheet, sheetOf } from "./sheet";
import { complaintOf } from "./validate";

export type { NoFormula } from "./excel-operands";

/** A conditional-formatting formula with the cells it is for, or why there is none. */
export type ExcelOutcome = { readonly formula: string; readonly appliesTo: string } | { readonly none: NoFormula };

/** What Excel allows in one formula: characters, and functions inside functions. */
const MAX_LENGTH = 8192;
const MAX_NESTING = 64;

/**
 * The rule as a formula for Excel's "Use a formula to determine which cells to format", written for the first cell of
 * the range it applies to. c[0] is column A, and row 1 is the header.
 * @param rule a valid rule
 * @param table the table in the sheet, header first; without one, the columns are taken to end at row 1000
 */
export function excelFormula(rule: CfRule, table?: Table): ExcelOutcome {
  const meant = meaningOf(rule);
  const sheet = sheetOf(meant, table);
  const rowColumn = rowColumnOf(meant, sheet);
  const range = rowColumn === undefined ? reachOf(meant, sheet) : [rowColumn];
  const missing = columnsNamedIn(meant).find((column) => column >= sheet.width);
  if (missing !== undefined) return { none: { kind: "noSuchColumn", index: missing, columns: sheet.width } };
  try {
    const emitter = rowColumn === undefined ? new CellEmitter(sheet, range) : new RowEmitter(sheet);
    const formula = `=${emitter.emit(meant)}`;
    if (range.length === 0) return { none: { kind: "paintsNothing" } };
    if (formula.length > MAX_LENGTH || nestingOf(formula) > MAX_NESTING) return { none: { kind: "tooLong" } };
    return { formula, appliesTo: areasOf(range, sheet.lastRow) };
  } catch (error) {
    if (error instanceof NoFormulaError) return { none: error.why };
    throw error;
  }
}

abstract class Emitter {
  constructor(protected readonly sheet: Sheet) {}

  emit(rule: CfRule): string {
    if (rule.kind === "predicate") return this.predicate(rule);
    const parts = rule.rules.map((part) => this.emit(part));
    if (rule.name === "and") return `AND(${parts.join(",")})`;
    // A cell that holds an error makes a part fail, which must not take the others with it.
    const safe = parts.map(withoutErrors);
    return rule.name === "or" ? `OR(${safe.join(",")})` : this.negation(rule, `NOT(${safe.join(",")})`);
  }

  protected abstract predicate(rule: CfPredicate): string;

  protected negation(_rule: CfRule, formula: string): string {
    return formula;
  }

  /** @throws NoFormulaError where no formula says it */
  protected formulaOf(rule: CfPredicate, cells: ExcelCells): string {
    if (VISUAL.has(rule.name)) throw new NoFormulaError({ kind: "visual", name: rule.name });
    const complaint = complaintOf(rule);
    if (complaint !== undefined) throw new NoFormulaError({ kind: "invalid", name: complaint.name });
    return predicateFormula(rule, cells, this.sheet.inPercent(reachOf(rule, this.sheet)));
  }
}

/** Every condition is one on the cell that is painted. */
class CellEmitter extends Emitter {
  readonly #cells: ExcelCells;

  constructor(
    sheet: Sheet,
    private readonly range: readonly number[],
  ) {
    super(sheet);
    this.#cells = new ExcelCells(range, sheet.lastRow);
  }

  protected predicate(rule: CfPredicate): string {
    return this.#guarded(rule, this.formulaOf(rule, this.#cells));
  }

  protected override negation(rule: CfRule, formula: string): string {
    return this.#guarded(rule, formula);
  }

  /** `formula` held to the columns that the rule speaks of, where the range has others too. */
  #guarded(rule: CfRule, formula: string): string {
    const reach = reachOf(rule, this.sheet);
    if (this.range.every((column) => reach.includes(column))) return formula;
    const tests = reach.map((column) => `COLUMN(${this.#cells.cell})=${column + 1}`);
    if (tests.length === 0) return "FALSE";
    return `AND(${tests.length === 1 ? tests[0] : `OR(${tests.join(",")})`},${formula})`;
  }
}

/** Every condition is one on a cell of the row, wherever that is. */
class RowEmitter extends Emitter {
  protected predicate(rule: CfPredicate): string {
    const { lastRow } = this.sheet;
    const tests = reachOf(rule, this.sheet).map((column) => this.formulaOf(rule, new ExcelCells([column], lastRow)));
    if (tests.length === 1) return tests[0] ?? "FALSE";
    return tests.length === 0 ? "FALSE" : `OR(${tests.map(withoutErrors).join(",")})`;
  }
}

function withoutErrors(formula: string): string {
  return /^(IFERROR|ISERROR|ISNUMBER\(SEARCH)\(/.test(formula) || formula === "FALSE"
    ? formula
    : `IFERROR(${formula},FALSE)`;
}

/** The ranges of a set of columns, e.g. $A$2:$B$9,$D$2:$D$9. */
function areasOf(columns: readonly number[], lastRow: number): string {
  const runs: [first: number, last: number][] = [];
  for (const column of columns) {
    const run = runs.at(-1);
    if (run && run[1] === column - 1) run[1] = column;
    else runs.push([column, column]);
  }
  return runs.map(([a, b]) => `$${columnLetters(a)}$2:$${columnLetters(b)}$${lastRow}`).join(",");
}

function nestingOf(formula: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of formula.replace(/"[^"]*"/g, "")) {
    if (character === "(") deepest = Math.max(deepest, ++depth);
    else if (character === ")") depth -= 1;
  }
  return deepest;
}
