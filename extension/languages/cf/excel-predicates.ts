import type { CfPredicate, CfValue } from "./ast";
import type { ExcelCells } from "./excel-cells";
import { excelText, NoFormulaError, numberOperand, type Operand } from "./excel-operands";
import { numberOf } from "./number";

const COMPARISONS: ReadonlyMap<string, string> = new Map([
  ["greaterthan", ">"],
  ["greaterthanequal", ">="],
  ["lessthan", "<"],
  ["lessthanequal", "<="],
]);

/** AGGREGATE's numbers for what is wanted of a column's numbers; 6 tells it to pass over errors. */
const AVERAGE = 1;
const LARGEST = 14;
const SMALLEST = 15;

/**
 * One predicate as a formula about `cells.cell`. A cell that holds an error may make it fail.
 * @param percent whether the cells are written in per cent
 * @throws NoFormulaError where no formula says it
 */
export function predicateFormula({ name, args }: CfPredicate, cells: ExcelCells, percent: boolean): string {
  const { cell, column } = cells;
  const values = args[0]?.kind === "column" ? args.slice(1) : args;
  const numbers = () => values.map((value) => requireNumber(value, cells, percent));
  const operator = COMPARISONS.get(name);
  if (operator !== undefined) return numeric(cell, numbers(), ([value]) => `${cell}${operator}${value?.text}`);
  switch (name) {
    case "between":
      return numeric(cell, numbers(), (pair) => bounds(pair, (low, high) => `${cell}>=${low},${cell}<=${high}`));
    case "notbetween":
      return numeric(cell, numbers(), (pair) => bounds(pair, (low, high) => `OR(${cell}<${low},${cell}>${high})`));
    case "equals":
    case "textequals":
      return equality(values[0], cells, percent);
    case "notequals":
      return `NOT(IFERROR(${equality(values[0], cells, percent)},FALSE))`;
    case "textcontains":
      return `ISNUMBER(SEARCH(${excelText(textOf(values[0]).replace(/[~*?]/g, "~$&"))},${cell}))`;
    case "textstartswith":
      return `LEFT(${cell},${textOf(values[0]).length})=${excelText(textOf(values[0]))}`;
    case "textendswith":
      return `RIGHT(${cell},${textOf(values[0]).length})=${excelText(textOf(values[0]))}`;
    case "blanks":
      return `LEN(TRIM(${cell}))=0`;
    case "errors":
      return `ISERROR(${cell})`;
    case "duplicate":
      return `AND(${cell}<>"",${timesSeen(cells)}>1)`;
    case "unique":
      return `AND(${cell}<>"",${timesSeen(cells)}=1)`;
    case "aboveaverage":
      return `AND(ISNUMBER(${cell}),${cell}>AGGREGATE(${AVERAGE},6,${column}))`;
    case "belowaverage":
      return `AND(ISNUMBER(${cell}),${cell}<AGGREGATE(${AVERAGE},6,${column}))`;
    default:
      return extreme(name, values[0], cells);
  }
}

/** A test of numbers: Excel would find any text greater than any number. */
function numeric(cell: string, operands: readonly Operand[], test: (operands: readonly Operand[]) => string): string {
  const others = operands.filter(({ reference }) => reference).map(({ text }) => `ISNUMBER(${text})`);
  return `AND(${[`ISNUMBER(${cell})`, ...others, test(operands)].join(",")})`;
}

/** The lower and the higher of two values: known now, or left to the sheet. */
function bounds([a, b]: readonly Operand[], say: (low: string, high: string) => string): string {
  if (!a || !b) throw new RangeError("between needs two values");
  if (a.number === undefined || b.number === undefined)
    return say(`MIN(${a.text},${b.text})`, `MAX(${a.text},${b.text})`);
  return a.number <= b.number ? say(a.text, b.text) : say(b.text, a.text);
}

function equality(value: CfValue | undefined, cells: ExcelCells, percent: boolean): string {
  const { cell } = cells;
  const operand = value && numberOperand(value, cells, percent);
  // A blank cell equals 0 and "" in Excel, and a cell beside may hold text.
  if (operand?.reference) return `AND(ISNUMBER(${cell})=ISNUMBER(${operand.text}),${cell}=${operand.text})`;
  if (operand) return `AND(ISNUMBER(${cell}),${cell}=${operand.text})`;
  const text = textOf(value);
  const same = `${cell}=${excelText(text)}`;
  return /^(true|false)$/i.test(text) ? `OR(${same},AND(ISLOGICAL(${cell}),${cell}=${text.toUpperCase()}))` : same;
}

/** How often the cell's value stands in its column; COUNTIF would read "*" and ">5" as patterns. */
function timesSeen({ cell, column }: ExcelCells): string {
  return `SUMPRODUCT(IFERROR((${column}<>"")*(${column}=${cell}),0))`;
}

/** The highest or lowest numbers of the column, and those equal to the last of them. */
function extreme(name: string, value: CfValue | undefined, { cell, column }: ExcelCells): string {
  const given = numberOf(textOf(value));
  const amount = given === undefined ? 10 : Math.trunc(given);
  const percent = name.endsWith("percent");
  if (!percent && amount < 1) return "FALSE";
  const count = percent
    ? `MAX(1,INT(COUNT(${column})*${Math.min(100, amount)}/100))`
    : `MIN(${amount},COUNT(${column}))`;
  const top = name.startsWith("top");
  return `AND(ISNUMBER(${cell}),${cell}${top ? ">=" : "<="}AGGREGATE(${top ? LARGEST : SMALLEST},6,${column},${count}))`;
}

function requireNumber(value: CfValue, cells: ExcelCells, percent: boolean): Operand {
  const operand = numberOperand(value, cells, percent);
  if (operand === undefined) throw new NoFormulaError({ kind: "value", value: textOf(value) });
  return operand;
}

function textOf(value: CfValue | undefined): string {
  if (value === undefined) return "";
  if (value.kind === "column") throw new NoFormulaError({ kind: "value", value: `c[${value.index}]` });
  return value.text.trim();
}
