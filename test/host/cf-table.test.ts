import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import type { CodeFusionApi } from "../../extension/editor/shell/api";
import { COMMANDS, RULE_PREVIEW_VIEW } from "../../extension/editor/shell/ids";
import { activated, freshEditor, insertFirst, openText, until } from "./editor-support";

const CSV = 'City,Sales\nBonn,91\n"<script>alert(1)</script>",40\nUlm,120\n';
const TABLE = [
  ["City", "Sales"],
  ["Bonn", 91],
  ["<script>alert(1)</script>", 40],
  ["Ulm", 120],
];

describe("the table beside CF rules", () => {
  let api: CodeFusionApi;

  before(async () => {
    api = await activated();
  });
  freshEditor();

  async function openBeside(text: string, line: number): Promise<vscode.TextEditor> {
    const editor = await openText("cfrule", text, line);
    await writeFile(path.join(path.dirname(editor.document.fileName), "sales.csv"), CSV);
    return editor;
  }

  const tableUri = (document: vscode.TextDocument) =>
    vscode.Uri.file(path.join(path.dirname(document.fileName), "sales.csv")).toString();

  it("conditions the model when the first comment names it, and is no part of the utterance", async () => {
    await openBeside("# table: sales.csv\n# Highlight sales greater than 85", 1);
    await insertFirst(api);
    assert.deepEqual(api.lastResult()?.request.table, TABLE);
    assert.equal(api.lastResult()?.request.utterance, "Highlight sales greater than 85");
  });

  it("is remembered once it was chosen, until it is taken away", async () => {
    const { document } = await openBeside("# Highlight sales greater than 85", 0);
    await vscode.commands.executeCommand(COMMANDS.chooseTable, { table: tableUri(document) });
    await insertFirst(api);
    assert.deepEqual(api.lastResult()?.request.table, TABLE);
    await vscode.commands.executeCommand(COMMANDS.chooseTable, { table: null });
    await vscode.commands.executeCommand("undo");
    await insertFirst(api);
    assert.equal(api.lastResult()?.request.table, undefined);
  });

  it("is not chosen where the file names one itself", async () => {
    await openBeside("# table: sales.csv\n", 1);
    await vscode.commands.executeCommand(COMMANDS.chooseTable, { table: null });
    assert.match(api.lastError()?.message ?? "", /names its table, sales\.csv/);
  });

  it("is told to be missing before anything is computed", async () => {
    const before = api.lastResult();
    const { document } = await openBeside("# table: gone.csv\n\n# Highlight all blanks", 2);
    await vscode.commands.executeCommand(COMMANDS.generateFromComment);
    assert.match(api.lastError()?.message ?? "", /gone\.csv cannot be found/);
    assert.deepEqual([api.offered(), api.state(), api.lastResult()], [undefined, "idle", before]);
    assert.equal(document.lineCount, 3);
  });

  it("is told to be no table when it is none", async () => {
    const { document } = await openBeside("# table: bad.csv\n\n# Highlight all blanks", 2);
    const file = path.join(path.dirname(document.fileName), "bad.csv");
    await writeFile(file, 'a,b\n"open');
    await vscode.commands.executeCommand(COMMANDS.generateFromComment);
    assert.match(api.lastError()?.message ?? "", /bad\.csv cannot be read/);
    await writeFile(file, "");
    await vscode.commands.executeCommand(COMMANDS.generateFromComment);
    assert.match(api.lastError()?.message ?? "", /bad\.csv is empty/);
  });

  it("shows which cells a rule paints, by more than colour, and runs nothing", async () => {
    await openBeside("# table: sales.csv\n\nGreaterThan(c[1],85)\nDuplicate(c[0])", 2);
    await vscode.commands.executeCommand(COMMANDS.previewRule);
    await until("the preview is open", previewIsOpen);
    const html = api.rulePreview() ?? "";
    assert.match(html, /2 of 6 cells painted/);
    assert.equal(html.match(/<td class="painted"><span class="sign" aria-hidden="true">■<\/span>/g)?.length, 2);
    assert.match(html, /120<span class="unseen"> \(painted\)<\/span>/);
    assert.match(html, /Content-Security-Policy" content="default-src &#39;none&#39;/);
    assert.ok(!html.includes("<script"), html);
    assert.ok(html.includes("&#60;script&#62;alert(1)"));
  });

  it("is shown anew as the cursor moves and the rule is edited", async () => {
    const editor = await openBeside("# table: sales.csv\n\nGreaterThan(c[1],85)\nDuplicate(c[0])", 2);
    await vscode.commands.executeCommand(COMMANDS.previewRule);
    await until("the first rule is shown", () => api.rulePreview()?.includes("GreaterThan(c[1],85)"));
    editor.selection = new vscode.Selection(3, 0, 3, 0);
    await until("the second is shown", () => api.rulePreview()?.includes("0 of 6 cells painted"));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(editor.document.uri, editor.document.lineAt(3).range, "DataBar(c[1])");
    await vscode.workspace.applyEdit(edit);
    await until("the edit is shown", () => api.rulePreview()?.includes("<meter"));
    const broken = new vscode.WorkspaceEdit();
    broken.replace(editor.document.uri, editor.document.lineAt(3).range, "Foo(c[1])");
    await vscode.workspace.applyEdit(broken);
    await until("the mistake is told", () => api.rulePreview()?.includes("no predicate Foo"));
  });

  it("no longer shows a rule that was deleted", async () => {
    const editor = await openBeside("# table: sales.csv\n\nDuplicate(c[0])\nGreaterThan(c[1],85)\n", 3);
    await vscode.commands.executeCommand(COMMANDS.previewRule);
    await until("it is shown", () => api.rulePreview()?.includes("GreaterThan(c[1],85)"));
    const remove = async (line: number) => {
      const edit = new vscode.WorkspaceEdit();
      edit.delete(editor.document.uri, new vscode.Range(line, 0, line + 1, 0));
      await vscode.workspace.applyEdit(edit);
    };
    await remove(3);
    await until("the rule above is shown", () => api.rulePreview()?.includes("Duplicate(c[0])"));
    await remove(2);
    await until("there is none", () => api.rulePreview()?.includes("There is no rule in this file."));
    assert.doesNotMatch(api.rulePreview() ?? "", /Duplicate|GreaterThan/);
  });

  it("is needed for a preview", async () => {
    await openBeside("Blanks()", 0);
    await vscode.commands.executeCommand(COMMANDS.previewRule);
    assert.match(api.lastError()?.message ?? "", /no table/);
    assert.equal(api.rulePreview(), undefined);
  });

  it("gives the rule's formula the cells that it applies to", async () => {
    await openBeside("# table: sales.csv\n\n# over 85\nGreaterThan(c[1],85)\n", 2);
    await vscode.commands.executeCommand(COMMANDS.copyAsExcelFormula);
    assert.equal(await vscode.env.clipboard.readText(), "=AND(ISNUMBER($B2),$B2>85)");
  });

  it("copies nothing for a rule that no formula says", async () => {
    await openBeside("ColorScale(c[1])", 0);
    await vscode.env.clipboard.writeText("untouched");
    await vscode.commands.executeCommand(COMMANDS.copyAsExcelFormula);
    assert.match(api.lastError()?.message ?? "", /no Excel formula: ColorScale/);
    assert.equal(await vscode.env.clipboard.readText(), "untouched");
  });

  it("is not looked for outside of CF rules", async () => {
    await openText("python", "# read the file a.txt", 0);
    await vscode.commands.executeCommand(COMMANDS.chooseTable, { table: null });
    assert.match(api.lastError()?.message ?? "", /no file with CF rules/);
  });
});

function previewIsOpen(): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(
    ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes(RULE_PREVIEW_VIEW),
  );
}
