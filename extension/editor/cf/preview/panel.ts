import { basename } from "node:path/posix";
import * as vscode from "vscode";
import { asCodeFusionError, CodeFusionError } from "../../../errors";
import { parseCf, problemsIn, widthOf } from "../../../languages/cf";
import type { Table } from "../../../schema";
import { RULE_PREVIEW_VIEW } from "../../shell/ids";
import { explain } from "../../shell/report";
import { sentence } from "../../shell/text";
import { problemText } from "../problem-text";
import { isCfDocument, type PlacedRule, requireRule, ruleNear } from "../rule-at";
import type { Tables } from "../tables";
import { type PreviewPage, type PreviewWords, previewHtml } from "./page";
import { Painted } from "./paint";

/** The one panel that shows which cells a rule paints; it follows the cursor and every edit. */
export class RulePreview implements vscode.Disposable {
  #open: { readonly panel: vscode.WebviewPanel; readonly subscriptions: vscode.Disposable } | undefined;
  #shown: { readonly document: vscode.TextDocument; readonly line: number } | undefined;
  #html = "";

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly tables: Tables,
  ) {}

  dispose(): void {
    this.#open?.panel.dispose();
  }

  /** What is on show, as text and with the painted cells marked; undefined while no preview is open. */
  get html(): string | undefined {
    return this.#open && this.#html;
  }

  /**
   * Shows the rule of `args`, or the one at the cursor, on its table.
   * @throws CodeFusionError bad-input where there is no rule or no table, or it cannot be read
   */
  async show(args: unknown): Promise<void> {
    const placed = await requireRule(args);
    if ((await this.tables.tableFor(placed.document)) === undefined) throw noTable();
    this.#open ??= this.#create();
    this.#shown = { document: placed.document, line: lineOf(placed) };
    await this.#render();
    this.#open?.panel.reveal(undefined, true);
  }

  #create() {
    const media = vscode.Uri.joinPath(this.extensionUri, "media");
    const panel = vscode.window.createWebviewPanel(
      RULE_PREVIEW_VIEW,
      vscode.l10n.t("Rule Preview"),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: false, localResourceRoots: [media] },
    );
    const subscriptions = vscode.Disposable.from(
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const line = selections[0]?.active.line;
        if (line !== undefined && isCfDocument(textEditor.document)) this.#follow(textEditor.document, line);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === this.#shown?.document) void this.#render();
      }),
      this.tables.onDidChange(() => void this.#render()),
    );
    panel.onDidDispose(() => {
      subscriptions.dispose();
      this.#open = undefined;
      this.#shown = undefined;
      this.#html = "";
    });
    return { panel, subscriptions };
  }

  #follow(document: vscode.TextDocument, line: number): void {
    if (this.#shown?.document === document && this.#shown.line === line) return;
    this.#shown = { document, line };
    void this.#render();
  }

  async #render(): Promise<void> {
    const shown = this.#shown;
    if (!this.#open || !shown || shown.document.isClosed) return;
    const page = await this.#pageOf(shown.document, shown.line);
    // Another rule may have been asked for, and the panel closed, while the table was read.
    const open = this.#open;
    if (!open || this.#shown !== shown) return;
    const { webview } = open.panel;
    const style = webview.asWebviewUri(vscode.Uri.joinPath(this.extensionUri, "media", "rule-preview.css")).toString();
    const html = previewHtml(page, words(), { cspSource: webview.cspSource, style });
    if (html === this.#html) return;
    this.#html = html;
    webview.html = html;
  }

  async #pageOf(document: vscode.TextDocument, line: number): Promise<PreviewPage> {
    const rule = ruleNear(document, line);
    if (rule === undefined)
      return { rule: undefined, summary: "", notice: sentence(vscode.l10n.t("there is no rule in this file")) };
    const name = nameOfTable(this.tables, document);
    try {
      const table = await this.tables.tableFor(document);
      if (table === undefined) throw noTable();
      return { rule: rule.code, table, ...paintedPage(rule.code, table, name) };
    } catch (error) {
      const { what, remedy } = explain(asCodeFusionError(error));
      return { rule: rule.code, summary: name, notice: `${what} ${remedy}` };
    }
  }
}

function paintedPage(code: string, table: Table, name: string): Omit<PreviewPage, "rule" | "table"> {
  const columns = widthOf(table);
  const [problem] = problemsIn(code, columns);
  const notice = problem === undefined ? {} : { notice: problemText(problem) };
  const parsed = parseCf(code);
  if (!("rule" in parsed)) return { summary: name, ...notice };
  try {
    const painted = new Painted(parsed.rule, table);
    const cells = columns * Math.max(0, table.length - 1);
    const summary = vscode.l10n.t("{0} of {1} cells painted · {2}", painted.count, cells, name);
    return { summary, painted, ...notice };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const unclear = vscode.l10n.t(
      "What this rule compares cells with cannot be told from the table alone, so no cell is painted.",
    );
    return { summary: name, notice: unclear, ...notice };
  }
}

function words(): PreviewWords {
  const { t } = vscode.l10n;
  return {
    language: vscode.env.language,
    title: t("Rule Preview"),
    painted: t("painted"),
    level: (percent) => t("at {0}% between the lowest and the highest", percent),
    caption: t("The table; painted cells are marked"),
    moreRows: (shown, rows) => t("The first {0} of {1} rows are shown; the count speaks of all.", shown, rows),
    moreColumns: (shown, columns) =>
      t("The first {0} of {1} columns are shown; the count speaks of all.", shown, columns),
  };
}

function lineOf({ document, rule }: PlacedRule): number {
  return document.positionAt(rule.start).line;
}

function nameOfTable(tables: Tables, document: vscode.TextDocument): string {
  try {
    const uri = tables.uriFor(document);
    if (uri === undefined) return "";
    // A whole path of elsewhere, as of the samples that ship, tells nothing that its name does not.
    return vscode.workspace.getWorkspaceFolder(uri) ? vscode.workspace.asRelativePath(uri) : basename(uri.path);
  } catch {
    return ""; // Reading it tells what is wrong.
  }
}

function noTable(): CodeFusionError {
  return new CodeFusionError(
    "bad-input",
    vscode.l10n.t("this file has no table"),
    vscode.l10n.t(
      'name a CSV file in its first comment, as in "# table: sales.csv", or run "Choose Table for This File"',
    ),
  );
}
