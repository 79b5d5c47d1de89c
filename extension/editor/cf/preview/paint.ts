import { type CfRule, meaningOf, paintedCells, SPREADSHEET, VISUAL } from "../../../languages/cf";
import type { Table } from "../../../schema";

/** How a cell looks: painted, or with a look of its own by how high its number is among those of its column, 0 to 1. */
export type Look = { readonly kind: "painted" } | { readonly kind: "bar" | "icon" | "scale"; readonly share: number };

const VISUAL_LOOKS = { databar: "bar", iconset: "icon", colorscale: "scale" } as const;

/** What a rule does to a table. */
export class Painted {
  readonly #cells: ReadonlySet<string>;
  readonly #visual: (typeof VISUAL_LOOKS)[keyof typeof VISUAL_LOOKS] | undefined;
  readonly #numberIn: ReturnType<typeof SPREADSHEET.columns>;
  readonly #ranges = new Map<number, { readonly low: number; readonly high: number }>();

  /** @throws RangeError where the rule has no meaning on a table */
  constructor(
    rule: CfRule,
    private readonly table: Table,
  ) {
    this.#numberIn = SPREADSHEET.columns(table);
    const { name } = meaningOf(rule);
    this.#cells = paintedCells(rule, table);
    this.#visual = VISUAL.has(name) ? VISUAL_LOOKS[name as keyof typeof VISUAL_LOOKS] : undefined;
  }

  /** How many cells are painted. */
  get count(): number {
    return this.#cells.size;
  }

  /** The look of the cell in row `row` of the body and column `column`; undefined where it is as it was. */
  lookOf(row: number, column: number): Look | undefined {
    if (!this.#cells.has(`${row},${column}`)) return undefined;
    if (this.#visual === undefined) return { kind: "painted" };
    const { low, high } = this.#rangeOf(column);
    const value = this.#numberIn(this.table[row + 1]?.[column] ?? "", column) ?? low;
    return { kind: this.#visual, share: high > low ? (value - low) / (high - low) : 1 };
  }

  #rangeOf(column: number): { readonly low: number; readonly high: number } {
    const known = this.#ranges.get(column);
    if (known) return known;
    const range = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
    for (const row of this.table.slice(1)) {
      const number = this.#numberIn(row[column] ?? "", column);
      if (number === undefined || Number.isNaN(number)) continue;
      range.low = Math.min(range.low, number);
      range.high = Math.max(range.high, number);
    }
    this.#ranges.set(column, range);
    return range;
  }
}
