import * as vscode from "vscode";
import type { OffsetChange, OffsetRange } from "../history/range";

/** The changes of one event as offsets. */
export function changesOf(event: vscode.TextDocumentChangeEvent): readonly OffsetChange[] {
  return event.contentChanges.map((change) => ({
    offset: change.rangeOffset,
    length: change.rangeLength,
    inserted: change.text.length,
  }));
}

/** `range` as positions of `document`. */
export function rangeIn(document: vscode.TextDocument, range: OffsetRange): vscode.Range {
  return new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
}
