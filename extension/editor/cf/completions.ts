import * as vscode from "vscode";
import { canonicalName, columnLetters } from "../../languages/cf";
import { rulesIn } from "../../languages/cf/file";
import type { Table } from "../../schema";
import { allDocumented, documentationOf } from "./documentation";
import type { Tables } from "./tables";

export const TRIGGER_CHARACTERS: readonly string[] = ["(", ",", "[", ":"];

const COMBINATION = /^(and|or|not)$/i;
const MOST_TABLES = 100;

/** Completes predicates where a rule can begin, columns where a value can, and CSV files behind "# table:". */
export class CfCompletions implements vscode.CompletionItemProvider {
  constructor(private readonly tables: Tables) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    const line = document.lineAt(position).text.slice(0, position.character);
    if (/^\s*#/.test(line)) return /^\s*#+\s*table:\s*\S*$/i.test(line) ? tablesBeside(document, position) : [];
    const call = openCall(textBefore(document, position));
    if (call === undefined || COMBINATION.test(call.name)) return predicates(document, position);
    return call.argument === 0 || !canonicalName(call.name).startsWith("text")
      ? columns(document, position, await this.#table(document))
      : [];
  }

  async #table(document: vscode.TextDocument): Promise<Table | undefined> {
    try {
      return await this.tables.tableFor(document);
    } catch {
      return undefined; // The diagnostics say what is wrong with it.
    }
  }
}

/** What is written of the rule at `position` so far. */
function textBefore(document: vscode.TextDocument, position: vscode.Position): string {
  const offset = document.offsetAt(position);
  const text = document.getText();
  const rule = rulesIn(text).find(({ start, end }) => start <= offset && offset <= end);
  return rule ? text.slice(rule.start, offset) : "";
}

/** The innermost call that is still open at the end of `before`, and which of its arguments is being written. */
function openCall(before: string): { readonly name: string; readonly argument: number } | undefined {
  const open: { name: string; argument: number }[] = [];
  for (const [token, name] of before.matchAll(/([A-Za-z_]\w*)\s*\(|\(|\)|,/g)) {
    const inner = open.at(-1);
    if (token === ")") open.pop();
    else if (token !== ",") open.push({ name: name ?? "", argument: 0 });
    else if (inner) inner.argument += 1;
  }
  return open.at(-1);
}

function predicates(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionItem[] {
  const word = document.getWordRangeAtPosition(position, /[A-Za-z_]\w*/);
  const after = document.lineAt(position).text.slice(word?.end.character ?? position.character);
  return allDocumented().map((each) => {
    const { Function: Predicate, Keyword } = vscode.CompletionItemKind;
    const item = new vscode.CompletionItem(each.name, each.isCombination ? Keyword : Predicate);
    item.detail = each.signature;
    item.documentation = documentationOf(each);
    // Where brackets stand already only the name is wanted.
    item.insertText = after.startsWith("(") ? each.name : new vscode.SnippetString(each.snippet);
    item.sortText = `${each.isCombination ? 1 : 0}${each.name.toLowerCase()}`;
    return item;
  });
}

function columns(
  document: vscode.TextDocument,
  position: vscode.Position,
  table: Table | undefined,
): vscode.CompletionItem[] {
  const range = document.getWordRangeAtPosition(position, /c(\[\d*\]?)?/i);
  return (table?.[0] ?? []).map((header, index) => {
    const name = `c[${index}]`;
    const label = { label: name, description: String(header ?? "") };
    const item = new vscode.CompletionItem(label, vscode.CompletionItemKind.Field);
    item.detail = vscode.l10n.t("column {0}", columnLetters(index));
    item.filterText = `${name} ${String(header ?? "")}`;
    item.sortText = String(index).padStart(4, "0");
    item.insertText = name;
    if (range) item.range = range;
    return item;
  });
}

/** CSV files of the workspace, as seen from the document. */
async function tablesBeside(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.CompletionItem[]> {
  const files = await vscode.workspace.findFiles("**/*.{csv,tsv}", "**/node_modules/**", MOST_TABLES);
  const folder = document.isUntitled
    ? vscode.workspace.workspaceFolders?.[0]?.uri
    : vscode.Uri.joinPath(document.uri, "..");
  const typed = document.getWordRangeAtPosition(position, /[^\s:]+/);
  return files.map((file) => {
    const item = new vscode.CompletionItem(
      folder ? relativePath(folder.path, file.path) : file.path,
      vscode.CompletionItemKind.File,
    );
    if (typed?.end.isEqual(position)) item.range = typed;
    return item;
  });
}

/** POSIX paths: the way from the folder `from` to the file `to`. */
export function relativePath(from: string, to: string): string {
  const [here, there] = [from, to].map((path) => path.split("/").filter((part) => part !== ""));
  if (!here || !there) return to;
  let shared = 0;
  while (shared < here.length && shared < there.length - 1 && here[shared] === there[shared]) shared++;
  return [...here.slice(shared).map(() => ".."), ...there.slice(shared)].join("/");
}
