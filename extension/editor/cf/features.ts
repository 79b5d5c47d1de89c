import * as vscode from "vscode";
import { CfCompletions, TRIGGER_CHARACTERS } from "./completions";
import { CfDiagnostics } from "./diagnostics";
import { CfHover } from "./hover";
import { CfLenses } from "./lenses";
import { CF_SELECTOR } from "./rule-at";
import type { Tables } from "./tables";

export { chooseTable } from "./choose-table";
export { copyAsExcelFormula } from "./copy-formula";
export { RulePreview } from "./preview";

/** Makes CF rules a language of the editor: problems, completion, hover, lenses. */
export function registerFeatures(tables: Tables): vscode.Disposable {
  const { languages } = vscode;
  const selector = [...CF_SELECTOR];
  return vscode.Disposable.from(
    new CfDiagnostics(tables),
    languages.registerCompletionItemProvider(selector, new CfCompletions(tables), ...TRIGGER_CHARACTERS),
    languages.registerHoverProvider(selector, new CfHover(tables)),
    languages.registerCodeLensProvider(selector, new CfLenses(tables)),
  );
}
