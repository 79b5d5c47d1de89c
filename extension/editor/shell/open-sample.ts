import * as vscode from "vscode";

/** Opens a new, unsaved file with prompt comments to try, the cursor on the first. */
export async function openSample(): Promise<void> {
  const { t } = vscode.l10n;
  const prompts = [
    "Highlight cells greater than 85",
    "Highlight cells that contain the text FB",
    "Highlight the top 10 values",
  ];
  // The model reads English, so the prompts stay as they are.
  const content = [
    `# ${t("Put the cursor on a comment below and press Ctrl+K Ctrl+Alt+G (Cmd on macOS).")}`,
    ...prompts.map((prompt) => `# ${prompt}`),
  ].join("\n\n");
  const document = await vscode.workspace.openTextDocument({ language: "cfrule", content: `${content}\n` });
  const editor = await vscode.window.showTextDocument(document);
  const line = content.split("\n").indexOf(`# ${prompts[0]}`);
  editor.selection = new vscode.Selection(line, 0, line, 0);
}
