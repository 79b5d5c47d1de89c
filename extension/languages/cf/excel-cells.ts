import { columnLetters } from "./sheet";

/** How a formula speaks of the cells of the range it applies to: as seen from the range's first cell. */
export class ExcelCells {
  /** The cell that is being judged. */
  readonly cell: string;
  /** All cells of its column below the header. */
  readonly column: string;

  /** @param range the columns that the formula applies to, in order */
  constructor(range: readonly number[], lastRow: number) {
    const letters = columnLetters(range[0] ?? 0);
    const fixed = range.length === 1 ? `$${letters}` : letters;
    this.cell = `${fixed}2`;
    this.column = `${fixed}$2:${fixed}$${lastRow}`;
  }

  /** The cell of another column in the same row. */
  beside(column: number): string {
    return `$${columnLetters(column)}2`;
  }
}
