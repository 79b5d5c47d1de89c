import * as vscode from "vscode";
import { parseCf } from "../../languages/cf";
import { rulesIn } from "../../languages/cf/file";
import { COMMANDS } from "../shell/ids";
import { rangeOf } from "./rule-at";
import type { Tables } from "./tables";

/** Above each rule that can be read: preview it, where there is a table, and copy it as a formula. */
export class CfLenses implements vscode.CodeLensProvider {
  readonly onDidChangeCodeLenses: vscode.Event<void>;

  constructor(private readonly tables: Tables) {
    this.onDidChangeCodeLenses = tables.onDidChange;
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const hasTable = this.#hasTable(document);
    const readable = rulesIn(document.getText()).filter(({ code }) => "rule" in parseCf(code));
    return readable.flatMap((rule) => {
      const range = rangeOf(document, rule);
      const args = [{ uri: document.uri.toString(), line: range.start.line }];
      const { t } = vscode.l10n;
      const preview = { title: `$(table) ${t("Preview")}`, command: COMMANDS.previewRule, arguments: args };
      const copy = {
        title: `$(copy) ${t("Copy as Excel formula")}`,
        command: COMMANDS.copyAsExcelFormula,
        arguments: args,
      };
      return [...(hasTable ? [preview] : []), copy].map((command) => new vscode.CodeLens(range, command));
    });
  }

  #hasTable(document: vscode.TextDocument): boolean {
    try {
      return this.tables.uriFor(document) !== undefined;
    } catch {
      return false; // The diagnostics say what is wrong with it.
    }
  }
}
