import * as vscode from "vscode";
import { CodeFusionError } from "../../errors";
import type { Table } from "../../schema";
import { isInside } from "./inside";

const PATTERN = "**/*.{csv,tsv,txt}";
const MOST_BYTES = 10 * 2 ** 20;
const MOST_KEPT = 4;

interface Known {
  readonly mtime: number;
  readonly size: number;
  readonly table: Table;
}

/** Reads CSV files as tables, each again only after it was written. */
export class TableFiles implements vscode.Disposable {
  readonly #known = new Map<string, Known>();
  readonly #watcher = vscode.workspace.createFileSystemWatcher(PATTERN);
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions = [
    this.#watcher.onDidChange(() => this.#changed.fire()),
    this.#watcher.onDidCreate(() => this.#changed.fire()),
    this.#watcher.onDidDelete(() => this.#changed.fire()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
  ];

  /** Fires after a file of the workspace that may be a table was written, created or deleted, or others may be read. */
  readonly onDidChange = this.#changed.event;

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#watcher.dispose();
    this.#changed.dispose();
  }

  /** @throws CodeFusionError bad-input where the file cannot be found, may not be read, or is no table */
  async read(uri: vscode.Uri): Promise<Table> {
    const name = vscode.workspace.asRelativePath(uri);
    if (!vscode.workspace.isTrusted && !(await isOfWorkspace(uri))) throw untrusted(name);
    const stat = await statOf(uri);
    if (stat === undefined || (stat.type & vscode.FileType.File) === 0) throw missing(name);
    if (stat.size > MOST_BYTES) throw tooLarge(name);
    const key = uri.toString();
    const known = this.#known.get(key);
    if (known && known.mtime === stat.mtime && known.size === stat.size) return known.table;
    const table = await parse(uri, name);
    this.#known.delete(key);
    this.#known.set(key, { mtime: stat.mtime, size: stat.size, table });
    for (const oldest of [...this.#known.keys()].slice(0, -MOST_KEPT)) this.#known.delete(oldest);
    return table;
  }
}

/** Whether a table belongs to the workspace; a link in it may lead elsewhere. */
async function isOfWorkspace(uri: vscode.Uri): Promise<boolean> {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder === undefined) return false;
  // Only of a file on this machine can be told where it is; one that is not there is told of below.
  if (uri.scheme !== "file" || (await statOf(uri)) === undefined) return true;
  return isInside(uri.fsPath, folder.uri.fsPath);
}

async function parse(uri: vscode.Uri, name: string): Promise<Table> {
  // The CSV parser is not loaded before there is a table to read.
  const { decodeTable } = await import("../../languages/cf/table");
  try {
    const table = decodeTable(await vscode.workspace.fs.readFile(uri));
    if (table.length > 0) return table;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw unreadable(name, why, error);
  }
  throw empty(name);
}

async function statOf(uri: vscode.Uri): Promise<vscode.FileStat | undefined> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch {
    return undefined; // Not there, or not to be seen: the caller says so.
  }
}

function missing(name: string): CodeFusionError {
  return new CodeFusionError(
    "bad-input",
    vscode.l10n.t("the table {0} cannot be found", name),
    vscode.l10n.t('correct the path in "# table: …" (it is relative to this file), or choose another table'),
  );
}

function untrusted(name: string): CodeFusionError {
  return new CodeFusionError(
    "bad-input",
    vscode.l10n.t("the table {0} lies outside this workspace, which is not trusted", name),
    vscode.l10n.t("trust the workspace, or use a table inside it"),
  );
}

function tooLarge(name: string): CodeFusionError {
  return new CodeFusionError(
    "bad-input",
    vscode.l10n.t("the table {0} is larger than {1} MB", name, MOST_BYTES / 2 ** 20),
    vscode.l10n.t("use a part of it: the header and some rows are enough"),
  );
}

function unreadable(name: string, why: string, cause: unknown): CodeFusionError {
  return new CodeFusionError(
    "bad-input",
    vscode.l10n.t("the table {0} cannot be read ({1})", name, why),
    vscode.l10n.t("use a CSV file whose first line is the header"),
    { cause },
  );
}

function empty(name: string): CodeFusionError {
  return new CodeFusionError(
    "bad-input",
    vscode.l10n.t("the table {0} is empty", name),
    vscode.l10n.t("use a CSV file whose first line is the header"),
  );
}
