import * as vscode from "vscode";
import type { Fallback } from "../../inference";
import { COMMANDS } from "../shell/ids";
import { explain } from "../shell/report";

/** Says that a server failed and this machine went on, without waiting for an answer. */
export function tellFallback({ error }: Fallback, log: vscode.LogOutputChannel): void {
  log.warn(`${error.line}; this machine goes on with the same seeds`);
  void tell(error);
}

async function tell(error: Fallback["error"]): Promise<void> {
  const { t } = vscode.l10n;
  const choose = t("Choose Where Code Is Generated");
  const showLog = t("Show Log");
  const text = t("CodeFusion: {0} This machine went on with the same seeds.", explain(error).what);
  const answer = await vscode.window.showWarningMessage(text, choose, showLog);
  if (answer === choose) await vscode.commands.executeCommand(COMMANDS.chooseBackend);
  if (answer === showLog) await vscode.commands.executeCommand(COMMANDS.showLog);
}
