import * as vscode from "vscode";
import * as z from "zod";
import { CodeFusionError } from "../../errors";
import { tableNamedIn } from "../../languages/cf/file";
import { requireCfDocument } from "./rule-at";
import type { Tables } from "./tables";

/** Commands can be called by anyone with anything: with a table (as a URI) nobody is asked; null takes it away. */
const argsSchema = z.object({ table: z.string().nullable() });
const MOST_LISTED = 200;

interface Choice extends vscode.QuickPickItem {
  readonly choice: vscode.Uri | "browse" | "none";
}

/**
 * Lets the user choose the table beside the .cfrule file in front, and remembers it for that file.
 * @throws CodeFusionError bad-input where no such file is in front, or where it names its table itself
 */
export async function chooseTable(tables: Tables, args: unknown): Promise<void> {
  const document = requireCfDocument();
  const named = tableNamedIn(document.getText());
  if (named !== undefined) {
    throw new CodeFusionError(
      "bad-input",
      vscode.l10n.t("the first comment of this file names its table, {0}", named.path),
      vscode.l10n.t("change the path there, or delete that line and choose again"),
    );
  }
  const asked = argsSchema.safeParse(args);
  const chosen = asked.success ? (asked.data.table ?? "none") : await ask(tables.uriFor(document));
  if (chosen === undefined) return;
  const uri = typeof chosen === "string" ? (chosen === "none" ? undefined : vscode.Uri.parse(chosen)) : chosen;
  await tables.choose(document, uri);
}

/** @returns undefined where the user left the list */
async function ask(current: vscode.Uri | undefined): Promise<vscode.Uri | "none" | undefined> {
  const { t } = vscode.l10n;
  const files = await vscode.workspace.findFiles("**/*.{csv,tsv}", "**/node_modules/**", MOST_LISTED);
  const items: Choice[] = files.map((choice) => ({
    label: `$(table) ${vscode.workspace.asRelativePath(choice)}`,
    choice,
    ...(choice.toString() === current?.toString() && { description: t("chosen") }),
  }));
  items.push({ label: `$(folder-opened) ${t("Browse…")}`, choice: "browse" });
  if (current) items.push({ label: `$(close) ${t("No table")}`, choice: "none" });
  const picked = await vscode.window.showQuickPick(items, {
    title: t("The table that the rules of this file speak of"),
    placeHolder: t("Its header becomes part of what the model is asked"),
  });
  return picked?.choice === "browse" ? browse() : picked?.choice;
}

async function browse(): Promise<vscode.Uri | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ filters: { CSV: ["csv", "tsv", "txt"] } })) ?? [];
  return file;
}
