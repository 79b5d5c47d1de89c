import * as vscode from "vscode";
import type { Candidate } from "../pipeline";
import type { Histories } from "./history";
import { insertBelow, replaceInserted } from "./insert-code";
import type { Run } from "./run";

/** Puts what the user chose into the document and remembers how it came into being. */
export class CandidateUse {
  constructor(private readonly histories: Histories) {}

  /**
   * Inserts `code` below the run's prompt comment; where a candidate of the same run still stands there, `code` takes
   * its place. The history of `candidate` is decoded afterwards, in the background.
   * @throws CodeFusionError bad-input when the place is gone or cannot be edited
   */
  async use(run: Run, code: string, candidate: Candidate | undefined): Promise<void> {
    const { document } = run.anchor;
    const editor = await vscode.window.showTextDocument(document, { viewColumn: columnOf(document) });
    const old = await this.#standing(run);
    const inserted = old ? await replaceInserted(editor, old, code) : await insertBelow(editor, run.anchor, code);
    if (old) this.histories.forget(old.id);
    delete run.insertedId;
    if (candidate === undefined) return;
    const { result } = run;
    const entry = this.histories.add(document, inserted, result.request.language, result.history(candidate));
    run.insertedId = entry.id;
  }

  async #standing(run: Run) {
    const entry = run.insertedId === undefined ? undefined : this.histories.get(run.insertedId);
    return entry && this.histories.at(run.anchor.document, run.anchor.document.positionAt(entry.range.start));
  }
}

/** Where the document is open already; the active column otherwise. */
function columnOf(document: vscode.TextDocument): vscode.ViewColumn {
  const editor = vscode.window.visibleTextEditors.find((visible) => visible.document === document);
  return editor?.viewColumn ?? vscode.ViewColumn.Active;
}
