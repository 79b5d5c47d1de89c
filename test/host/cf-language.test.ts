import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import { activated, closeAll, openText, until } from "./editor-support";

const CSV = "City,Sales\nBonn,91\nKiel,40\n";

describe("CF rules as a language", () => {
  before(activated);
  afterEach(closeAll);

  const problems = (document: vscode.TextDocument) => vscode.languages.getDiagnostics(document.uri);
  const messages = (document: vscode.TextDocument) => problems(document).map(({ message }) => message);

  async function completions(editor: vscode.TextEditor, line: number): Promise<vscode.CompletionItem[]> {
    const at = editor.document.lineAt(line).range.end;
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      editor.document.uri,
      at,
    );
    return list.items;
  }

  const labels = (items: readonly vscode.CompletionItem[]) =>
    items.map(({ label }) => (typeof label === "string" ? label : label.label));

  /** All that is said about that place. */
  async function hoverAt(uri: vscode.Uri, position: vscode.Position): Promise<string> {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", uri, position);
    const contents = hovers.flatMap((hover) => hover.contents);
    return contents.map((each) => (typeof each === "string" ? each : each.value)).join("\n");
  }

  it("have problems shown where they are, until they are mended", async () => {
    const { document } = await openText("cfrule", "# Highlight all\nGreatrThan(5)\nBetween(1)\n", 0);
    await until("two problems are shown", () => problems(document).length === 2);
    const [first, second] = problems(document);
    assert.deepEqual(first?.range, new vscode.Range(1, 0, 1, 10));
    assert.match(first?.message ?? "", /no predicate GreatrThan\. Did you mean GreaterThan/);
    assert.match(second?.message ?? "", /Between needs two values/);
    assert.deepEqual([first?.severity, first?.source], [vscode.DiagnosticSeverity.Error, "CodeFusion"]);

    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      new vscode.Range(1, 2, 1, 2),
    );
    const fix = actions.find(({ title }) => title === "Change to GreaterThan");
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    assert.equal(document.lineAt(1).text, "GreaterThan(5)");
    await until("one problem is left", () => problems(document).length === 1);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, document.lineAt(2).range, "Between(1,2)");
    await vscode.workspace.applyEdit(edit);
    await until("no problem is left", () => problems(document).length === 0);
  });

  it("have no problems once their file is closed as such", async () => {
    const { document } = await openText("cfrule", "Foo(", 0);
    await until("a problem is shown", () => problems(document).length === 1);
    // The editor keeps a file that a test opened for minutes; to change its language closes it as CF rules at once.
    await vscode.languages.setTextDocumentLanguage(document, "plaintext");
    await until("it is cleared", () => problems(document).length === 0);
  });

  it("are told when they speak of a column that the table lacks, or name a table that is not there", async () => {
    const { document } = await openText("cfrule", "# table: gone.csv\n\nEquals(c[7],1)", 0);
    await until("the missing table is told", () => messages(document).some((message) => /gone\.csv/.test(message)));
    assert.deepEqual(problems(document)[0]?.range, new vscode.Range(0, 9, 0, 17));
    const folder = path.dirname(document.fileName);
    await writeFile(path.join(folder, "here.csv"), CSV);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 9, 0, 17), "here.csv");
    await vscode.workspace.applyEdit(edit);
    await until("the missing column is told", () =>
      messages(document).some((message) => /no column c\[7\]/.test(message)),
    );
    assert.equal(problems(document).length, 1);
  });

  it("complete predicates with what they mean, and combinations", async () => {
    const editor = await openText("cfrule", "AND(Gr", 0);
    const items = await completions(editor, 0);
    const item = items.find(({ label }) => label === "GreaterThan");
    assert.ok(item, labels(items).join());
    assert.match(item.detail ?? "", /GreaterThan\(value\)/);
    const documentation = item.documentation instanceof vscode.MarkdownString ? item.documentation.value : "";
    assert.match(documentation, /Numbers greater than the value/);
    assert.match(documentation, /ISNUMBER/);
    assert.ok(item.insertText instanceof vscode.SnippetString);
    for (const name of ["AND", "NOT", "Duplicate", "ColorScale"]) assert.ok(labels(items).includes(name), name);
  });

  it("complete the columns of their table where a value is expected, and none without one", async () => {
    const bare = await openText("cfrule", "GreaterThan(", 0);
    assert.ok(!labels(await completions(bare, 0)).includes("c[0]"));
    const folder = path.dirname(bare.document.fileName);
    await writeFile(path.join(folder, "columns.csv"), CSV);
    const editor = await openText("cfrule", "# table: columns.csv\n\nGreaterThan(", 2);
    const items = await completions(editor, 2);
    const columns = items.filter(({ label }) => typeof label !== "string" && label.label.startsWith("c["));
    assert.deepEqual(
      columns.map(({ label }) => label),
      [
        { label: "c[0]", description: "City" },
        { label: "c[1]", description: "Sales" },
      ],
    );
    assert.ok(!labels(items).includes("GreaterThan"));
  });

  it("complete nothing in comments but the tables behind # table:", async () => {
    const comment = await openText("cfrule", "# Gr", 0);
    // Words that stand in other files are the editor's own offer, and have no signature.
    const offered = (await completions(comment, 0)).filter(({ detail }) => detail?.includes("("));
    assert.deepEqual(labels(offered), []);
    const naming = await openText("cfrule", "# table: ", 0);
    assert.ok(labels(await completions(naming, 0)).some((label) => label.endsWith("sales.csv")));
  });

  it("explain predicates in any spelling, and columns by their header", async () => {
    const { document } = await openText(
      "cfrule",
      "# GreaterThan( is a predicate\nor(startswith(a),GreaterThan(c[1],5))",
      0,
    );
    assert.equal(await hoverAt(document.uri, new vscode.Position(0, 4)), "");
    assert.match(await hoverAt(document.uri, new vscode.Position(1, 5)), /StartsWith\(text\)[\s\S]*starts with this/);
    assert.match(await hoverAt(document.uri, new vscode.Position(1, 0)), /at least one rule/);
    assert.match(await hoverAt(document.uri, new vscode.Position(1, 30)), /Column B of the sheet/);
    const folder = path.dirname(document.fileName);
    await writeFile(path.join(folder, "hover.csv"), CSV);
    const named = await openText("cfrule", "# table: hover.csv\n\nBlanks(c[1])", 2);
    assert.match(await hoverAt(named.document.uri, new vscode.Position(2, 8)), /Column B, .Sales/);
  });

  it("have lenses that copy and, beside a table, preview each rule", async () => {
    const titles = async (text: string) => {
      const { document } = await openText("cfrule", text, 0);
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        "vscode.executeCodeLensProvider",
        document.uri,
        9,
      );
      return lenses.map(({ range, command }) => `${range.start.line} ${command?.title}`).sort();
    };
    const isOurs = (title: string) => /Preview|Copy/.test(title);
    assert.deepEqual((await titles("Blanks()\nFoo(")).filter(isOurs), ["0 $(copy) Copy as Excel formula"]);
    assert.deepEqual((await titles("# table: a.csv\nBlanks()")).filter(isOurs), [
      "1 $(copy) Copy as Excel formula",
      "1 $(table) Preview",
    ]);
  });
});
