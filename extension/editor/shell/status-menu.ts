import * as vscode from "vscode";
import { COMMANDS } from "./ids";
import type { StatusBar } from "./status-bar";

interface MenuItem extends vscode.QuickPickItem {
  readonly command?: string;
  readonly args?: unknown;
}

/** What a click on the status bar item offers: what can be done now, the state said in words on top. */
export async function showStatusMenu(status: StatusBar): Promise<void> {
  const { t } = vscode.l10n;
  const isWorking = status.state === "working";
  const items: MenuItem[] = [
    ...(isWorking ? [item("debug-stop", t("Cancel the generation"), COMMANDS.cancel)] : []),
    ...(vscode.window.activeTextEditor
      ? [item("sparkle", t("Generate from the comment at the cursor"), COMMANDS.generateFromComment)]
      : []),
    item("play-circle", t("Show the denoising of the last run"), COMMANDS.showDenoising),
    item("server-environment", t("Choose where code is generated"), COMMANDS.chooseBackend),
    item("package", t("Manage models"), COMMANDS.manageModels),
    ...(status.hasServer ? [item("pulse", t("Check the server"), COMMANDS.checkServer)] : []),
    item("output", t("Show the log"), COMMANDS.showLog),
    ...(status.isLoaded ? [item("debug-disconnect", t("Release the model"), COMMANDS.releaseModel)] : []),
    item("gear", t("Open the settings"), "workbench.action.openSettings", "@ext:codefusion.codefusion"),
  ];
  const title = status.tooltip;
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: t("What would you like to do?") });
  if (picked?.command) await vscode.commands.executeCommand(picked.command, ...(picked.args ? [picked.args] : []));
}

function item(icon: string, text: string, command: string, args?: unknown): MenuItem {
  return { label: `$(${icon}) ${text}`, command, args };
}
