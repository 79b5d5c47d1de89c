import * as vscode from "vscode";
import type { Candidate } from "../../contract";
import type { History, LanguageId } from "../../schema";
import type { Place, Placement } from "../ask/place";
import type { Histories } from "../history";
import type { PromptRun } from "../run/last-run";
import { insertAt, replaceInserted } from "./insert-code";

/** What is put into the document. */
export interface UsedCode {
  readonly code: string;
  readonly language: LanguageId;
  /** How it came into being; absent where nobody can tell. */
  readonly history?: Promise<History> | undefined;
}

/** Puts what the user chose into the document and remembers how it came into being. */
export class CandidateUse {
  constructor(private readonly histories: Histories) {}

  /**
   * Inserts `code` where the run was asked for; where a candidate of the same run still stands there, `code` takes its
   * place. The history of `candidate` is decoded afterwards, in the background.
   * @throws CodeFusionError bad-input when the place is gone or cannot be edited
   */
  async use(run: PromptRun, code: string, candidate: Candidate | undefined): Promise<void> {
    const { result } = run;
    const history = candidate && result.history(candidate);
    await this.put(run, run.place.placements[0] ?? "above", { code, language: result.request.language, history });
  }

  /** The same with the placement chosen, for a run that may not have ended yet. */
  async put(
    run: { readonly place: Place; insertedId?: string },
    placement: Placement,
    { code, language, history }: UsedCode,
  ): Promise<void> {
    // A failure to decode it is told in the log when it is added; here it must not go unheard meanwhile.
    history?.catch(() => {});
    const { document } = run.place;
    const editor = await editorOf(document);
    const old = await this.#standing(run);
    const inserted = old
      ? await replaceInserted(editor, run.place, old, code)
      : await insertAt(editor, run.place, placement, code);
    if (old) this.histories.replaced(old.id);
    delete run.insertedId;
    if (history === undefined) return;
    run.insertedId = this.histories.add(document, inserted, language, history).id;
  }

  async #standing({ place, insertedId }: { readonly place: Place; readonly insertedId?: string }) {
    const entry = insertedId === undefined ? undefined : this.histories.get(insertedId);
    return entry && this.histories.at(place.document, place.document.positionAt(entry.range.start));
  }
}

/** The editor of `document` with the focus: where it is open already, in the active column otherwise. */
async function editorOf(document: vscode.TextDocument): Promise<vscode.TextEditor> {
  const open = vscode.window.visibleTextEditors.find((visible) => visible.document === document);
  // A cell of a notebook is no document that could be shown on its own.
  if (open && isCell(document)) return open;
  return vscode.window.showTextDocument(document, { viewColumn: open?.viewColumn ?? vscode.ViewColumn.Active });
}

function isCell(document: vscode.TextDocument): boolean {
  return vscode.workspace.notebookDocuments.some((notebook) =>
    notebook.getCells().some((cell) => cell.document === document),
  );
}
