import * as vscode from "vscode";
import type { Table } from "../../schema";
import { markdownText } from "../shell/text";
import { columnText, documentationOf, documentedAs } from "./documentation";
import type { Tables } from "./tables";

/** Explains the predicate or the column under the pointer. */
export class CfHover implements vscode.HoverProvider {
  constructor(private readonly tables: Tables) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const line = document.lineAt(position).text;
    if (/^\s*#/.test(line)) return undefined;
    const column = document.getWordRangeAtPosition(position, /\bc\[\d+\]/i);
    if (column) {
      const index = Number(document.getText(column).slice(2, -1));
      const text = new vscode.MarkdownString(markdownText(columnText(index, await this.#table(document))));
      return new vscode.Hover(text, column);
    }
    const name = document.getWordRangeAtPosition(position, /[A-Za-z_]\w*(?=\s*\()/);
    const documented = name && documentedAs(document.getText(name));
    return documented && new vscode.Hover(documentationOf(documented), name);
  }

  async #table(document: vscode.TextDocument): Promise<Table | undefined> {
    try {
      return await this.tables.tableFor(document);
    } catch {
      return undefined; // The diagnostics say what is wrong with it.
    }
  }
}
