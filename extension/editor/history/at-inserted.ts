import * as vscode from "vscode";
import { CONTEXT_KEYS } from "../shell/ids";
import type { Histories } from ".";

/** Keeps the context key that says whether the cursor is on inserted code, for menus. */
export function followInserted(histories: Histories): vscode.Disposable {
  let told = false;
  const tell = () => {
    const editor = vscode.window.activeTextEditor;
    const entries = editor ? histories.of(editor.document) : [];
    const isThere = entries.some(({ range }) => editor && range.contains(editor.selection.active));
    if (isThere === told) return;
    told = isThere;
    void vscode.commands.executeCommand("setContext", CONTEXT_KEYS.atInserted, isThere);
  };
  return vscode.Disposable.from(
    vscode.window.onDidChangeTextEditorSelection(tell),
    vscode.window.onDidChangeActiveTextEditor(tell),
    histories.onDidChange(tell),
  );
}
