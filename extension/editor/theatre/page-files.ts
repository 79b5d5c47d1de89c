import * as vscode from "vscode";
import type { Speech } from "./html";

/** Where the build puts the page's script and style sheet. */
export function pageFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, "dist", "webview");
}

/** The page's script and style sheet as text. */
export async function pageFiles(extensionUri: vscode.Uri): Promise<{ script: string; style: string }> {
  const read = async (name: string) =>
    Buffer.from(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(pageFolder(extensionUri), name))).toString();
  return { script: await read("theatre.js"), style: await read("theatre.css") };
}

/** The editor's language, and the translations into it that the extension has. */
export function editorSpeech(): Speech {
  const bundle: Record<string, string> = {};
  for (const [key, value] of Object.entries(vscode.l10n.bundle ?? {}))
    if (typeof value === "string") bundle[key] = value;
  return { lang: vscode.env.language, bundle: vscode.l10n.bundle && bundle };
}
