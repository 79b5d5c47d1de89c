import { parse, parseA1Range, tokenize } from "@borgar/fx";
import type { Table } from "../../../extension/schema";

/** What a cell of a spreadsheet can hold; an error is a value of its own. */
export type Value = number | string | boolean | null | ExcelError;
export class ExcelError {}
const ERROR = new ExcelError();

/** Every function that an emitted formula may call. */
export const ALLOWED_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    "AND OR NOT TRUE FALSE IFERROR ISERROR ISNUMBER ISLOGICAL SEARCH LEFT RIGHT LEN TRIM COLUMN COUNT SUMPRODUCT " +
    "AGGREGATE MIN MAX INT DATE TIME TODAY"
  ).split(" "),
);

type Node = ReturnType<typeof parse>;

/** The formula's syntax tree. @throws where the formula parser rejects it or it calls a function that is not allowed */
export function readFormula(formula: string): Node {
  const tree = parse(tokenize(formula));
  for (const name of callsIn(tree)) if (!ALLOWED_FUNCTIONS.has(name)) throw new Error(`${name} is not allowed`);
  return tree;
}

/** Every function that is called. */
function callsIn(node: Node): string[] {
  if (node.type === "CallExpression") {
    const name = node.callee.type === "Identifier" ? node.callee.name : "?";
    return [name, ...node.arguments.flatMap((each) => (each ? callsIn(each) : []))];
  }
  return "arguments" in node ? node.arguments.flatMap((each) => (each ? callsIn(each) : [])) : [];
}

/** The cells that a conditional format paints, keyed "row,column" as the executor keys them. */
export function painted(formula: string, appliesTo: string, sheet: readonly (readonly Value[])[]): Set<string> {
  const tree = readFormula(formula);
  const areas = appliesTo.split(",").map(areaOf);
  const [origin] = areas;
  const cells = new Set<string>();
  for (const area of areas) {
    for (let row = area.top; row <= area.bottom; row++) {
      for (let column = area.left; column <= area.right; column++) {
        const at = { row: row - (origin?.top ?? 0), column: column - (origin?.left ?? 0) };
        const verdict = new Evaluation(sheet, at).scalar(tree);
        if (verdict === true || (typeof verdict === "number" && verdict !== 0)) cells.add(`${row - 1},${column}`);
      }
    }
  }
  return cells;
}

/** A table as a spreadsheet holds it after opening the CSV file: percentages and errors are values of their own. */
export function sheetFrom(table: Table): Value[][] {
  return table.map((row) => row.map(heldBy));
}

function heldBy(cell: Table[number][number]): Value {
  if (typeof cell !== "string") return cell;
  if (cell === "") return null;
  if (/^#(N\/A|DIV\/0!|REF!|VALUE!|NAME\?|NUM!|NULL!)$/.test(cell)) return ERROR;
  if (/^-?\d+(\.\d+)?%$/.test(cell)) return Number(cell.slice(0, -1)) / 100;
  const [, day, hours = 0, minutes = 0] = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}):(\d{2}))?$/.exec(cell) ?? [];
  if (day !== undefined) return serial(new Date(day)) + (Number(hours) * 60 + Number(minutes)) / 1440;
  return /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell;
}

/** The number of a day: its midnight in UTC, counted from the last of 1899 but one. */
function serial(midnight: Date): number {
  return (midnight.getTime() - Date.UTC(1899, 11, 30)) / 86_400_000;
}

/** `days` from today, as a CSV file has it. */
export function dayFrom(days: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + days)).toISOString().slice(0, 10);
}

interface Area {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

function areaOf(text: string): Area & { readonly fixed: { top: boolean; left: boolean } } {
  const range = parseA1Range(text);
  if (!range) throw new Error(`${text} is no range`);
  const { top = 0, left = 0, bottom = top, right = left } = range as Partial<Area>;
  return { top, left, bottom, right, fixed: { top: range.$top === true, left: range.$left === true } };
}

/** A formula as seen from a cell so and so many rows and columns from the one it was written for. */
class Evaluation {
  constructor(
    private readonly sheet: readonly (readonly Value[])[],
    private readonly shift: { readonly row: number; readonly column: number },
  ) {}

  scalar(node: Node): Value {
    return this.#values(node)[0] ?? null;
  }

  /** One value, or all those of a range. */
  #values(node: Node): readonly Value[] {
    switch (node.type) {
      case "Literal":
        return [node.value as Value];
      case "ReferenceIdentifier":
        return this.#cells(node.value).flatMap(({ row, columns }) =>
          columns.map((column) => this.sheet[row]?.[column] ?? null),
        );
      case "UnaryExpression":
        return this.#values(node.arguments[0] as Node).map((value) => unary(node.operator, value));
      case "BinaryExpression": {
        const [a, b] = node.arguments.map((each) => this.#values(each as Node));
        const length = Math.max(a?.length ?? 0, b?.length ?? 0);
        return Array.from({ length }, (_, i) => binary(node.operator, pick(a, i), pick(b, i)));
      }
      case "CallExpression":
        return this.#call(node.callee.type === "Identifier" ? node.callee.name : "", node.arguments as Node[]);
      default:
        throw new Error(`${node.type} is not understood`);
    }
  }

  #call(name: string, args: readonly Node[]): readonly Value[] {
    const scalars = () => args.map((each) => this.scalar(each));
    const [first = null, second = null] = name === "SEARCH" || /^[LR]/.test(name) ? scalars() : [];
    switch (name) {
      case "AND":
      case "OR": {
        const values = scalars();
        const error = values.find((value) => value instanceof ExcelError);
        if (error) return [error];
        return [name === "AND" ? values.every(truth) : values.some(truth)];
      }
      case "NOT":
        return scalars().map((value) => (value instanceof ExcelError ? value : !truth(value)));
      case "IFERROR":
        return this.#values(args[0] as Node).map((value) =>
          value instanceof ExcelError ? this.scalar(args[1] as Node) : value,
        );
      case "ISERROR":
        return scalars().map((value) => value instanceof ExcelError);
      case "ISNUMBER":
        return scalars().map((value) => typeof value === "number");
      case "ISLOGICAL":
        return scalars().map((value) => typeof value === "boolean");
      case "COLUMN":
        return [(this.#cells((args[0] as { value: string }).value)[0]?.columns[0] ?? 0) + 1];
      case "SEARCH": {
        if (second instanceof ExcelError) return [second];
        const wanted = textOf(first)
          .replace(/~([~*?])/g, "$1")
          .toLowerCase();
        const at = textOf(second).toLowerCase().indexOf(wanted);
        return [at < 0 ? ERROR : at + 1];
      }
      case "LEFT":
      case "RIGHT": {
        if (first instanceof ExcelError) return [first];
        const text = textOf(first);
        return [name === "LEFT" ? text.slice(0, Number(second)) : text.slice(-Number(second))];
      }
      case "LEN":
        return [first instanceof ExcelError ? first : textOf(first).length];
      case "TRIM":
        return scalars().map((value) => (value instanceof ExcelError ? value : textOf(value).trim()));
      case "DATE": {
        const [year, month, date] = scalars().map(Number);
        return [serial(new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, date)))];
      }
      case "TIME": {
        const [hours = 0, minutes = 0, seconds = 0] = scalars().map(Number);
        return [(hours * 3600 + minutes * 60 + seconds) / 86_400];
      }
      case "TODAY":
        return [serial(new Date(dayFrom(0)))];
      case "MIN":
        return [Math.min(...scalars().map(Number))];
      case "MAX":
        return [Math.max(...scalars().map(Number))];
      case "INT":
        return [Math.floor(Number(this.scalar(args[0] as Node)))];
      case "COUNT":
        return [this.#numbers(args[0] as Node).length];
      case "SUMPRODUCT": {
        const values = this.#values(args[0] as Node);
        const error = values.find((value) => value instanceof ExcelError);
        return [error ?? values.map(Number).reduce((sum, value) => sum + value, 0)];
      }
      case "AGGREGATE":
        return [this.#aggregate(args)];
      default:
        throw new Error(`${name} is not computed here`);
    }
  }

  /** AGGREGATE with option 6: errors are passed over. */
  #aggregate(args: readonly Node[]): Value {
    const [what, option] = [this.scalar(args[0] as Node), this.scalar(args[1] as Node)];
    if (option !== 6) throw new Error("only option 6 is computed here");
    const held = this.#numbers(args[2] as Node);
    if (held.length === 0) return ERROR;
    if (what === 1) return held.reduce((sum, value) => sum + value, 0) / held.length;
    const numbers = [...held].sort((a, b) => a - b);
    const k = Number(this.scalar(args[3] as Node));
    return (what === 14 ? numbers.at(-k) : numbers[k - 1]) ?? ERROR;
  }

  #numbers(node: Node): readonly number[] {
    return this.#values(node).filter((value) => typeof value === "number");
  }

  #cells(reference: string): { readonly row: number; readonly columns: readonly number[] }[] {
    const { top, left, bottom, right, fixed } = areaOf(reference);
    const rows = fixed.top ? 0 : this.shift.row;
    const columns = fixed.left ? 0 : this.shift.column;
    return Array.from({ length: bottom - top + 1 }, (_, i) => ({
      row: top + rows + i,
      columns: Array.from({ length: right - left + 1 }, (_, j) => left + columns + j),
    }));
  }
}

function pick(values: readonly Value[] | undefined, at: number): Value {
  return values?.[values.length === 1 ? 0 : at] ?? null;
}

function unary(operator: string, value: Value): Value {
  if (value instanceof ExcelError) return value;
  return operator === "%" ? Number(value) / 100 : operator === "-" ? -Number(value) : Number(value);
}

function binary(operator: string, a: Value, b: Value): Value {
  if (a instanceof ExcelError) return a;
  if (b instanceof ExcelError) return b;
  if (operator === "+") return Number(a) + Number(b);
  if (operator === "-") return Number(a) - Number(b);
  if (operator === "*") return Number(a) * Number(b);
  if (operator === "/") return Number(a) / Number(b);
  const order = compare(a, b);
  const holds = {
    "=": order === 0,
    "<>": order !== 0,
    ">": order > 0,
    ">=": order >= 0,
    "<": order < 0,
    "<=": order <= 0,
  };
  const verdict = holds[operator as keyof typeof holds];
  if (verdict === undefined) throw new Error(`${operator} is not computed here`);
  return verdict;
}

/** Excel's order: numbers, then text without regard to case, then logical values; a blank is the other side's zero. */
function compare(a: Value, b: Value): number {
  const [x, y] = [blankAs(a, b), blankAs(b, a)];
  const rank = (value: Value) => ["number", "string", "boolean"].indexOf(typeof value);
  if (rank(x) !== rank(y)) return rank(x) - rank(y);
  const [p, q] = typeof x === "string" ? [x.toLowerCase(), String(y).toLowerCase()] : [Number(x), Number(y)];
  return p < q ? -1 : p > q ? 1 : 0;
}

function blankAs(value: Value, other: Value): Value {
  if (value !== null) return value;
  return typeof other === "string" ? "" : typeof other === "boolean" ? false : 0;
}

function truth(value: Value): boolean {
  return value === true || (typeof value === "number" && value !== 0);
}

function textOf(value: Value): string {
  return value === null ? "" : typeof value === "boolean" ? String(value).toUpperCase() : String(value);
}
