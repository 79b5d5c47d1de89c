import * as vscode from "vscode";
import { TrackedText } from "./tracked-text";

/** Where code goes relative to code that stands there already: above it (right below the comment), instead of it, below it. */
export type Placement = "above" | "replace" | "below";

/** A stretch of whole lines; `endLine` is the last. */
export interface LineSpan {
  readonly startLine: number;
  readonly endLine: number;
}

/** The place that generated code is for: below a prompt comment, or instead of code that stands there. It follows edits. */
export class Place implements vscode.Disposable {
  readonly #comment: TrackedText | undefined;
  readonly #existing: TrackedText | undefined;

  private constructor(
    readonly document: vscode.TextDocument,
    /** White space that every inserted line stands behind. */
    readonly indent: string,
    /** What the user can choose from, the usual one first. */
    readonly placements: readonly Placement[],
    comment: LineSpan | undefined,
    existing: LineSpan | undefined,
  ) {
    this.#comment = comment && new TrackedText(document, linesIn(document, comment));
    this.#existing = existing && new TrackedText(document, linesIn(document, existing));
  }

  /** Below the comment, above the code that may stand there; the user can choose to replace that or to go below it. */
  static belowComment(
    document: vscode.TextDocument,
    comment: LineSpan & { readonly indent: string },
    existing: LineSpan | undefined,
  ): Place {
    const placements = existing ? (["above", "replace", "below"] as const) : (["above"] as const);
    return new Place(document, comment.indent, placements, comment, existing);
  }

  /** Instead of these lines, and nowhere else. */
  static insteadOf(document: vscode.TextDocument, lines: LineSpan, indent: string): Place {
    return new Place(document, indent, ["replace"], undefined, lines);
  }

  dispose(): void {
    this.#comment?.dispose();
    this.#existing?.dispose();
  }

  /** How many lines stand there already. */
  get existingLines(): number {
    const range = this.#existing?.current();
    return range ? range.end.line - range.start.line + 1 : 0;
  }

  /** The end of the line that code goes below; undefined once the comment, or the code it goes below, was changed. */
  end(placement: Placement): vscode.Position | undefined {
    if (placement === "below") return this.#existing?.current()?.end;
    if (this.#comment) return this.#comment.current()?.end;
    return this.#existing?.current()?.end;
  }

  /** The lines that are to be replaced, as they are now; undefined once they were changed. */
  replaced(): vscode.Range | undefined {
    return this.#existing?.current();
  }
}

function linesIn(document: vscode.TextDocument, { startLine, endLine }: LineSpan): vscode.Range {
  return new vscode.Range(startLine, 0, endLine, document.lineAt(endLine).text.length);
}
