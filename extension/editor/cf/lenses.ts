import { setImmediate as nextTurn } from "node:timers/promises";
import * as vscode from "vscode";
import { parseCf, remembered } from "../../languages/cf";
import { rulesIn, type WrittenRule } from "../../languages/cf/file";
import { COMMANDS } from "../shell/ids";
import { rangeOf } from "./rule-at";
import type { Tables } from "./tables";

/** Rules that are known to be readable or not. */
const MOST_KNOWN = 20_000;
/** How long rules are read before others have their turn; ms. */
const SLICE = 20;
const isReadable = remembered(MOST_KNOWN, (code) => "rule" in parseCf(code));

/** Above each rule that can be read: preview it, where there is a table, and copy it as a formula. */
export class CfLenses implements vscode.CodeLensProvider {
  readonly onDidChangeCodeLenses: vscode.Event<void>;

  constructor(private readonly tables: Tables) {
    this.onDidChangeCodeLenses = tables.onDidChange;
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    const hasTable = this.#hasTable(document);
    const readable: WrittenRule[] = [];
    let turn = performance.now();
    for (const rule of rulesIn(document.getText())) {
      if (isReadable(rule.code)) readable.push(rule);
      if (performance.now() - turn < SLICE) continue;
      await nextTurn();
      if (token.isCancellationRequested) return [];
      turn = performance.now();
    }
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
