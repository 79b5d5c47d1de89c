import * as vscode from "vscode";
import { followAll, type OffsetRange } from "../history/range";
import { changesOf, rangeIn } from "../shell/offsets";

/** Remembers where whole lines of a document are while it is edited around them. */
export class TrackedText implements vscode.Disposable {
  readonly #text: string;
  #range: OffsetRange | undefined;
  readonly #subscription: vscode.Disposable;

  constructor(
    readonly document: vscode.TextDocument,
    range: vscode.Range,
  ) {
    this.#text = document.getText(range);
    this.#range = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    this.#subscription = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document && this.#range) this.#range = followAll(this.#range, changesOf(event));
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Where the text is now; undefined once it was changed itself, no longer has its lines to itself, or is gone. */
  current(): vscode.Range | undefined {
    if (this.#range === undefined || this.document.isClosed) return undefined;
    const range = rangeIn(this.document, this.#range);
    const whole = range.start.character === 0 && range.end.isEqual(this.document.lineAt(range.end.line).range.end);
    return whole && this.document.getText(range) === this.#text ? range : undefined;
  }
}
