import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import type { CodeFusionApi } from "../../extension/editor/shell/api";
import { COMMANDS, VIEWS } from "../../extension/editor/shell/ids";

const EXTENSION = "codefusion.codefusion";
const POLL_MS = 25;
const PATIENCE_MS = 200_000;

/** The extension under test, activated. */
export async function activated(): Promise<CodeFusionApi> {
  const extension = vscode.extensions.getExtension<CodeFusionApi>(EXTENSION);
  assert.ok(extension, `${EXTENSION} is not installed`);
  return extension.activate();
}

/** Waits until `probe` gives something truthy. */
export async function until<T>(what: string, probe: () => T | Promise<T>): Promise<NonNullable<T>> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const value = await probe();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new assert.AssertionError({ message: `waited in vain until ${what}` });
}

/** The test files of this run; untitled documents would not do, as the editor gives a new one an old one's text. */
const folder = mkdtempSync(path.join(tmpdir(), "codefusion-test-"));
const EXTENSIONS: Readonly<Record<string, string>> = {
  python: "py",
  shellscript: "sh",
  cfrule: "cfrule",
  javascript: "js",
  plaintext: "txt",
};
let files = 0;

after(() => rm(folder, { recursive: true, force: true }));

/** Opens a new file of that language (without an extension for an unknown one) with the cursor on `line` (from 0). */
export async function openText(language: string, content: string | Buffer, line: number): Promise<vscode.TextEditor> {
  const extension = EXTENSIONS[language];
  const file = path.join(folder, extension ? `test-${++files}.${extension}` : `test-${++files}`);
  await writeFile(file, content);
  const editor = await show(await vscode.workspace.openTextDocument(file), line);
  if (extension) assert.equal(editor.document.languageId, language);
  return editor;
}

/** Shows `document` with the cursor at the start of `line`. */
export async function show(document: vscode.TextDocument, line: number): Promise<vscode.TextEditor> {
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  await until("the editor is active", () => vscode.window.activeTextEditor?.document === document);
  editor.selection = new vscode.Selection(line, 0, line, 0);
  return editor;
}

/** Whether nothing more comes into the open list, and its first row is previewed. */
export function isComplete(api: CodeFusionApi): boolean {
  const first = api.offered()?.[0];
  return first !== undefined && api.state() !== "working" && api.preview()?.includes(first.label.trim()) === true;
}

/** Puts a cursor at the start of each of these lines. */
export async function select(lines: readonly number[]): Promise<void> {
  const editor = vscode.window.activeTextEditor ?? assert.fail("no editor is active");
  editor.selections = lines.map((line) => new vscode.Selection(line, 0, line, 0));
  await until("there are as many cursors", () => editor.selections.length === lines.length);
}

/** Starts the command and waits for the complete list; `done` settles when the command has ended. */
export async function offer(
  api: CodeFusionApi,
  args?: unknown,
  command: keyof typeof COMMANDS = "generateFromComment",
): Promise<{ readonly done: Thenable<unknown> }> {
  const before = api.lastError();
  const done = vscode.commands.executeCommand(COMMANDS[command], args);
  const ended = done.then(() => true);
  const opened = until("candidates are offered", () => isComplete(api) && "complete");
  const first = await Promise.race([opened, ended]);
  const error = api.lastError();
  assert.equal(first, "complete", `nothing was offered: ${error === before ? "no error either" : error?.line}`);
  return { done };
}

export const accept = () => vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
export const leave = () => vscode.commands.executeCommand("workbench.action.closeQuickOpen");
/** Moves to the next row. What a list was told reaches the editor some turns later, and would take the focus back. */
export async function next(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 2 * POLL_MS));
  await vscode.commands.executeCommand("workbench.action.quickOpenSelectNext");
}
/** Runs one of our commands, as its key does. */
export const press = (command: keyof typeof COMMANDS) => vscode.commands.executeCommand(COMMANDS[command]);
export const undo = () => vscode.commands.executeCommand("undo");
export const redo = () => vscode.commands.executeCommand("redo");

/** Runs the command and takes the first candidate. */
export async function insertFirst(api: CodeFusionApi): Promise<void> {
  const { done } = await offer(api);
  await accept();
  await done;
}

/** The hover at `position` as Markdown; empty when there is none of ours. */
export async function hoverAt(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", uri, position);
  const texts = hovers.flatMap(({ contents }) =>
    contents.map((each) => (typeof each === "string" ? each : each.value)),
  );
  return texts.find((text) => text.includes("**CodeFusion**")) ?? "";
}

/** Changes a user setting for the time of one test; `restoreSettings` undoes it. */
export async function change(key: string, value: unknown): Promise<void> {
  changed.add(key);
  await vscode.workspace.getConfiguration("codefusion").update(key, value, vscode.ConfigurationTarget.Global);
}

/** Before each test of the suite the settings are these, and after it nothing is left open or changed. */
export function freshEditor(settings: Readonly<Record<string, unknown>> = { seed: 7 }): void {
  beforeEach(async () => {
    for (const [key, value] of Object.entries(settings)) await change(key, value);
  });
  afterEach(async () => {
    await leave();
    await closeAll();
    await restoreSettings();
  });
}

const changed = new Set<string>();

export async function restoreSettings(): Promise<void> {
  for (const key of changed) await change(key, undefined);
  changed.clear();
}

export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    // The editor's own settings file is unsaved for a moment while a test's setting is written.
    if (document.uri.path.endsWith("/settings.json") || (!document.isDirty && !document.isUntitled)) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  }
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}

export function theatreIsOpen(): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes(VIEWS.theatre));
}
