import * as vscode from "vscode";
import { languageForEditor } from "../../languages/metadata";
import type { Histories } from "../history";
import { commentSyntax } from "../shell/editor-languages";
import { COMMANDS } from "../shell/ids";
import { linesOf } from "./generate-from-comment";
import { findPromptComment } from "./prompt-comment";

/** The light bulb: generate from a comment, refine selected code, regenerate inserted code. */
export class CodeActions implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.RefactorRewrite],
  };

  constructor(private readonly histories: Histories) {}

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const { t } = vscode.l10n;
    const { line } = range.start;
    const actions: vscode.CodeAction[] = [];
    if (!range.isEmpty) actions.push(action(t("Refine the selection with CodeFusion"), COMMANDS.refineSelection));
    else if (isPrompt(document, line)) {
      actions.push(action(t("Generate code from this comment"), COMMANDS.generateFromComment, { line }));
    }
    const entry = this.histories.of(document).find((each) => each.range.contains(range));
    if (entry) actions.push(action(t("Regenerate this code"), COMMANDS.regenerate, { id: entry.id }));
    return actions;
  }
}

function action(title: string, command: string, args?: unknown): vscode.CodeAction {
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.RefactorRewrite.append("codefusion"));
  made.command = { command, title, arguments: args === undefined ? [] : [args] };
  return made;
}

function isPrompt(document: vscode.TextDocument, line: number): boolean {
  const language = languageForEditor(document.languageId);
  if (language === undefined || document.lineAt(line).isEmptyOrWhitespace) return false;
  try {
    return findPromptComment(linesOf(document), line, commentSyntax(language)) !== undefined;
  } catch {
    return false; // No comment, or none that can be answered.
  }
}
