import * as vscode from "vscode";
import * as z from "zod";
import type { Histories, HistoryEntry } from "./histories";

/** Commands can be called by anyone with anything. */
const argsSchema = z.object({ id: z.string() });

/** The entry that a command's arguments name as `{ id }`, else that of the cursor; undefined when there is none. */
export async function entryAt(histories: Histories, args: unknown): Promise<HistoryEntry | undefined> {
  const named = argsSchema.safeParse(args);
  if (named.success) return histories.get(named.data.id);
  const editor = vscode.window.activeTextEditor;
  return editor && histories.at(editor.document, editor.selection.active);
}
