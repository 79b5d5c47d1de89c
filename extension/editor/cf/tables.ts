import * as vscode from "vscode";
import * as z from "zod";
import { CodeFusionError } from "../../errors";
import { tableNamedIn } from "../../languages/cf/file";
import type { Table } from "../../schema";
import { STORAGE_KEYS } from "../shell/ids";
import { isCfDocument } from "./rule-at";
import { TableFiles } from "./table-files";

/** Table by document, both as URIs; the latest choice last. */
const storedSchema = z.record(z.string(), z.string());
const MOST_REMEMBERED = 200;

/** The table beside a .cfrule file: the CSV that its first comment names, or else the one that was chosen for it. */
export class Tables implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #files = new TableFiles();
  readonly #subscription = this.#files.onDidChange(() => this.#changed.fire());

  /** Fires after another table was chosen, a CSV file was written, or the workspace was trusted. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly storage: vscode.Memento) {}

  dispose(): void {
    this.#subscription.dispose();
    this.#files.dispose();
    this.#changed.dispose();
  }

  /**
   * The table that the rules of `document` speak of, header first; undefined where it has none.
   * @throws CodeFusionError bad-input where there should be one, but it cannot be read
   */
  async tableFor(document: vscode.TextDocument): Promise<Table | undefined> {
    const uri = this.uriFor(document);
    return uri && this.#files.read(uri);
  }

  /**
   * Where that table is; undefined where the document has none.
   * @throws CodeFusionError bad-input where the first comment names a file that no place is known for
   */
  uriFor(document: vscode.TextDocument): vscode.Uri | undefined {
    if (!isCfDocument(document)) return undefined;
    const named = tableNamedIn(document.getText());
    if (named !== undefined) return resolve(named.path, document);
    const chosen = this.#stored()[document.uri.toString()];
    return chosen === undefined ? undefined : vscode.Uri.parse(chosen);
  }

  /** Remembers `table` for `document`, in this workspace; undefined forgets what was chosen. */
  async choose(document: vscode.TextDocument, table: vscode.Uri | undefined): Promise<void> {
    const { [document.uri.toString()]: _, ...others } = this.#stored();
    const entries = Object.entries(others);
    if (table) entries.push([document.uri.toString(), table.toString()]);
    await this.storage.update(STORAGE_KEYS.tables, Object.fromEntries(entries.slice(-MOST_REMEMBERED)));
    this.#changed.fire();
  }

  #stored(): Readonly<Record<string, string>> {
    return storedSchema.catch({}).parse(this.storage.get(STORAGE_KEYS.tables) ?? {});
  }
}

/** A path of the first comment: absolute, or relative to the file; an unsaved file lies in the first folder. */
function resolve(path: string, document: vscode.TextDocument): vscode.Uri {
  const clean = path.replaceAll("\\", "/");
  const base = document.isUntitled ? vscode.workspace.workspaceFolders?.[0]?.uri : document.uri;
  if (/^[A-Za-z]:\//.test(clean)) return vscode.Uri.file(clean);
  if (clean.startsWith("/")) return (base ?? vscode.Uri.file("/")).with({ path: clean });
  if (base === undefined) {
    throw new CodeFusionError(
      "bad-input",
      vscode.l10n.t("the table {0} cannot be looked for, as this file has no place yet", path),
      vscode.l10n.t("save the file, or write the whole path of the table"),
    );
  }
  return document.isUntitled ? vscode.Uri.joinPath(base, clean) : vscode.Uri.joinPath(base, "..", clean);
}
