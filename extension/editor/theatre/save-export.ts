import * as vscode from "vscode";
import type { ExportFile } from "./export-file";

/** Asks the user where to, and writes the file there; does nothing where the user thinks better of it. */
export async function saveExport({ name, kind, text }: ExportFile): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
    filters: { [kind.toUpperCase()]: [kind] },
    title: vscode.l10n.t("Export the denoising"),
  });
  if (uri === undefined) return undefined;
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text, "utf8"));
  void vscode.window.setStatusBarMessage(vscode.l10n.t("CodeFusion: exported to {0}", uri.path), 5000);
  return uri;
}
