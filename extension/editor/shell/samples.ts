import * as vscode from "vscode";
import type { LanguageId } from "../../schema";
import { highlightedAs } from "./editor-languages";

/** Where each language's sample lies below `media/samples/`; `npm start` opens copies of the same files. */
const FILES: Readonly<Record<LanguageId, string>> = {
  python: "sample.py",
  bash: "sample.sh",
  cf: "sample.cfrule",
};
const TABLE = /^# table: (\S+)$/m;
/** The comment that says how to try things, up to the first blank line or what speaks to the tool. */
const HEADER = /^# A place to try CodeFusion\.\n(?:#.+\n|#\n(?!# table:))*/m;

/** The samples that ship, opened as unsaved files: trying things out leaves nothing behind. */
export class Samples {
  readonly #open = new Map<LanguageId, vscode.TextDocument>();

  /** The language of the sample that was shown last. */
  latest: LanguageId | undefined;

  constructor(private readonly extensionUri: vscode.Uri) {}

  /** Shows the sample of `language`: the one that is open, with what was tried in it, or a new one. */
  async show(language: LanguageId): Promise<vscode.TextEditor> {
    const known = this.#open.get(language);
    const document = known && !known.isClosed ? known : await this.#create(language);
    this.#open.set(language, document);
    this.latest = language;
    return vscode.window.showTextDocument(document, { preview: false });
  }

  async #create(language: LanguageId): Promise<vscode.TextDocument> {
    const text = await this.#read("media", "samples", FILES[language]);
    const content = this.#withTable(await this.#inUsersLanguage(text.replaceAll("\r\n", "\n")));
    return vscode.workspace.openTextDocument({ language: highlightedAs(language), content });
  }

  /** The model reads English, so the prompts stay as they are. */
  async #inUsersLanguage(text: string): Promise<string> {
    if (!vscode.env.language.startsWith("de")) return text;
    const header = await this.#read("l10n", "samples.de.txt");
    return text.replace(HEADER, () => header.replaceAll("\r\n", "\n"));
  }

  /** An unsaved file has no place that a relative path could start from. */
  #withTable(text: string): string {
    return text.replace(TABLE, (_line, name: string) =>
      // Where the workspace is not trusted, no table outside of it is read.
      vscode.workspace.isTrusted ? `# table: ${this.#at("media", "samples", name).fsPath}` : "#",
    );
  }

  async #read(...path: string[]): Promise<string> {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(this.#at(...path)));
  }

  #at(...path: string[]): vscode.Uri {
    return vscode.Uri.joinPath(this.extensionUri, ...path);
  }
}
