import * as vscode from "vscode";
import { followAll, type OffsetRange } from "./history/range";
import { changesOf } from "./offsets";
import type { PromptComment } from "./prompt-comment";

/** Remembers where a prompt comment is while the document is edited around it. */
export class PromptAnchor implements vscode.Disposable {
  readonly #text: string;
  #range: OffsetRange | undefined;
  readonly #subscription: vscode.Disposable;

  constructor(
    readonly document: vscode.TextDocument,
    readonly comment: PromptComment,
  ) {
    const range = new vscode.Range(comment.startLine, 0, comment.endLine, document.lineAt(comment.endLine).text.length);
    this.#text = document.getText(range);
    this.#range = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    this.#subscription = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document && this.#range) this.#range = followAll(this.#range, changesOf(event));
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** The end of the comment's last line as it is now; undefined once the comment itself was changed or is gone. */
  end(): vscode.Position | undefined {
    if (this.#range === undefined || this.document.isClosed) return undefined;
    const start = this.document.positionAt(this.#range.start);
    const end = this.document.positionAt(this.#range.end);
    const whole = start.character === 0 && end.isEqual(this.document.lineAt(end.line).range.end);
    return whole && this.document.getText(new vscode.Range(start, end)) === this.#text ? end : undefined;
  }
}
