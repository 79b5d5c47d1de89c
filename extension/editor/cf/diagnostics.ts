import { setImmediate as nextTurn } from "node:timers/promises";
import * as vscode from "vscode";
import { asCodeFusionError } from "../../errors";
import { type CfProblem, problemsOfRule, widthOf } from "../../languages/cf";
import { rulesIn, tableNamedIn } from "../../languages/cf/file";
import { sentence } from "../shell/text";
import { problemText } from "./problem-text";
import { CF_SELECTOR, isCfDocument, rangeOf } from "./rule-at";
import type { Tables } from "./tables";

/** After the last keystroke; ms. */
const PAUSE = 250;
/** How long rules are read before others have their turn; ms. */
const SLICE = 20;
const SOURCE = "CodeFusion";
/** Rules that can be read, but do not do what they seem to. */
const DOUBTFUL: ReadonlySet<CfProblem["what"]["kind"]> = new Set(["noSuchColumn"] as const);

/** Shows what is wrong in open .cfrule files, a moment after they were changed; a closed file shows nothing. */
export class CfDiagnostics implements vscode.Disposable, vscode.CodeActionProvider {
  readonly #collection = vscode.languages.createDiagnosticCollection("cfrule");
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(private readonly tables: Tables) {
    const { workspace, languages } = vscode;
    this.#subscriptions = [
      workspace.onDidOpenTextDocument((document) => void this.#check(document)),
      workspace.onDidChangeTextDocument(({ document }) => this.#checkSoon(document)),
      workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      tables.onDidChange(() => this.#checkAll()),
      languages.registerCodeActionsProvider([...CF_SELECTOR], this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    ];
    this.#checkAll();
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#collection.dispose();
  }

  /** Offers the known predicate that a misspelt one is close to. */
  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    const rules = rulesIn(document.getText()).filter(({ start, end }) => start <= to && from <= end);
    return rules
      .flatMap((rule) => problemsOfRule(rule))
      .flatMap((problem) => {
        const at = rangeOf(document, problem);
        const { suggestion } = problem;
        if (suggestion === undefined || !at.intersection(range)) return [];
        const title = vscode.l10n.t("Change to {0}", suggestion);
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.edit = new vscode.WorkspaceEdit();
        action.edit.replace(document.uri, at, suggestion);
        action.diagnostics = (this.#collection.get(document.uri) ?? []).filter((each) => each.range.isEqual(at));
        action.isPreferred = true;
        return [action];
      });
  }

  #checkAll(): void {
    for (const document of vscode.workspace.textDocuments) void this.#check(document);
  }

  #checkSoon(document: vscode.TextDocument): void {
    if (!isCfDocument(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.#waiting.get(key));
    this.#waiting.set(
      key,
      setTimeout(() => void this.#check(document), PAUSE),
    );
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    if (!isCfDocument(document)) return;
    this.#stopWaiting(document);
    const { version } = document;
    const table = await this.#tableOf(document);
    if (document.isClosed || document.version !== version) return;
    const found: CfProblem[] = [];
    const columns = Array.isArray(table) ? widthOf(table) : undefined;
    let turn = performance.now();
    for (const rule of rulesIn(document.getText())) {
      found.push(...problemsOfRule(rule, columns));
      if (performance.now() - turn < SLICE) continue;
      await nextTurn();
      if (document.isClosed || document.version !== version) return;
      turn = performance.now();
    }
    const problems = found.map((problem) => diagnosticOf(document, problem));
    this.#collection.set(document.uri, table instanceof vscode.Diagnostic ? [table, ...problems] : problems);
  }

  /** The table, or what is wrong with the one that the first comment names. */
  async #tableOf(document: vscode.TextDocument) {
    try {
      return await this.tables.tableFor(document);
    } catch (error) {
      const named = tableNamedIn(document.getText());
      if (named === undefined) return undefined; // It was chosen: whoever uses it is told.
      const { message, remedy } = asCodeFusionError(error);
      return diagnostic(
        rangeOf(document, named),
        `${sentence(message)} ${sentence(remedy)}`,
        vscode.DiagnosticSeverity.Warning,
      );
    }
  }

  #forget(document: vscode.TextDocument): void {
    this.#stopWaiting(document);
    this.#collection.delete(document.uri);
  }

  #stopWaiting(document: vscode.TextDocument): void {
    clearTimeout(this.#waiting.get(document.uri.toString()));
    this.#waiting.delete(document.uri.toString());
  }
}

function diagnosticOf(document: vscode.TextDocument, problem: CfProblem): vscode.Diagnostic {
  const isDoubtful = DOUBTFUL.has(problem.what.kind);
  const severity = isDoubtful ? vscode.DiagnosticSeverity.Warning : vscode.DiagnosticSeverity.Error;
  return diagnostic(rangeOf(document, problem), problemText(problem), severity);
}

function diagnostic(range: vscode.Range, message: string, severity: vscode.DiagnosticSeverity): vscode.Diagnostic {
  const made = new vscode.Diagnostic(range, message, severity);
  made.source = SOURCE;
  return made;
}
