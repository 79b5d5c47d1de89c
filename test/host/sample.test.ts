import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { CodeFusionApi } from "../../extension/editor/shell/api";
import { COMMANDS } from "../../extension/editor/shell/ids";
import { activated, freshEditor, isComplete, leave, until } from "./editor-support";

/** Where the cursor of each sample stands first, and what its language is called in the editor. */
const SAMPLES = [
  ["python", "python", "# sort the list `x` in descending order"],
  ["bash", "shellscript", "# find all files in the current directory with extension .log larger than 10M"],
  ["cf", "cfrule", "# Highlight cells greater than 85 in Sales"],
] as const;

describe("a sample to try", () => {
  let api: CodeFusionApi;
  const open = async (args: unknown) => {
    await vscode.commands.executeCommand(COMMANDS.openSample, args);
    return until("the sample is open", () => vscode.window.activeTextEditor);
  };
  const lineAtCursor = ({ document, selection }: vscode.TextEditor) => document.lineAt(selection.active.line).text;
  before(async () => {
    api = await activated();
  });
  freshEditor();

  for (const [language, editorId, prompt] of SAMPLES)
    it(`opens in ${language} with no editor open, the cursor on a prompt`, async () => {
      const editor = await open({ language });
      assert.equal(editor.document.languageId, editorId);
      assert.equal(lineAtCursor(editor), prompt);
      assert.ok(editor.document.isUntitled, "trying things out leaves no file behind");
    });

  it("is shown again with what was tried in it, the cursor on what comes next", async () => {
    const editor = await open({ language: "cf" });
    await editor.edit((edit) => edit.insert(editor.selection.active, "\nGreaterThan(c[1],85)"));
    await vscode.commands.executeCommand("workbench.action.openGlobalKeybindings");
    const again = await open({ language: "cf" });
    assert.equal(again.document, editor.document);
    assert.equal(lineAtCursor(again), "# Highlight the top 3 in Sales");
  });

  it("has a table that its rules are answered and previewed with", async () => {
    const editor = await open({ language: "cf", run: "previewRule" });
    assert.equal(lineAtCursor(editor), "Duplicate(c[0])");
    await until("the preview is shown", () => api.rulePreview()?.includes("Bonn"));
    await open({ language: "cf", run: "copyAsExcelFormula" });
    assert.match(await vscode.env.clipboard.readText(), /^=AND\(\$A2<>"",/);
  });

  it("is generated from where the walkthrough asks for that", async () => {
    const done = vscode.commands.executeCommand(COMMANDS.openSample, { language: "cf", run: "generateFromComment" });
    await until("the list is complete", () => isComplete(api));
    assert.ok(api.offered()?.some(({ label }) => label.includes("GreaterThan(c[1],85)")));
    await leave();
    await done;
  });

  it("takes anything for arguments", async () => {
    for (const args of ["python", 7, { language: "cobol" }, { run: "rm" }]) {
      const done = vscode.commands.executeCommand(COMMANDS.openSample, args);
      await new Promise((resolve) => setTimeout(resolve, 200));
      await leave();
      await done;
      assert.equal(vscode.window.activeTextEditor, undefined);
    }
  });
});
