import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import * as vscode from "vscode";
import type { CodeFusionApi } from "../../extension/editor/shell/api";
import { COMMANDS } from "../../extension/editor/shell/ids";
import {
  accept,
  activated,
  change,
  freshEditor,
  insertFirst,
  leave,
  next,
  offer,
  openText,
  press,
  show,
  undo,
  until,
} from "./editor-support";

describe("generate from comment", () => {
  let api: CodeFusionApi;

  before(async () => {
    api = await activated();
  });
  // Plenty, so that even a small model has several valid ones among its samples.
  freshEditor({ seed: 7, candidates: 10 });

  const prompts = [
    { language: "python", before: "def f(x):\n", indent: "    ", utterance: "sort the list `x` in descending order" },
    { language: "shellscript", before: "#!/bin/bash\n", indent: "\t", utterance: "find all files with extension .log" },
    { language: "cfrule", before: "", indent: "", utterance: "Highlight cells greater than 85" },
  ];

  for (const { language, before, indent, utterance } of prompts) {
    it(`puts valid code below a ${language} comment at its indentation, as one undo step`, async () => {
      const content = `${before}${indent}# ${utterance}\nend`;
      const line = content.split("\n").length - 2;
      const { document } = await openText(language, content, line);
      const { done } = await offer(api);
      const rows = api.offered() ?? [];
      assert.ok(rows.length > 0 && rows.every((row) => row.candidate?.valid));
      assert.equal(new Set(rows.map((row) => row.code)).size, rows.length, "candidates repeat");
      assert.equal(api.lastResult()?.request.utterance, utterance);
      const preview = api.preview();
      await accept();
      await done;
      const text = document.getText();
      assert.equal(text, content.replace(/\nend$/, `${preview}\nend`));
      const inserted = text.split("\n").slice(line + 1, -1);
      assert.ok(inserted.length > 0 && inserted.every((each) => each === "" || each.startsWith(indent)));
      await undo();
      assert.equal(document.getText(), content);
    });
  }

  it("returns a value that would otherwise be thrown away, in the preview as in the file", async () => {
    const content = "def squares(numbers):\n    # get the sum of the squares\n";
    const { document } = await openText("python", content, 1);
    const { done } = await offer(api);
    const [row] = api.offered() ?? [];
    const preview = api.preview();
    await accept();
    await done;
    assert.equal(document.getText(), content.replace(/\n$/, `${preview}\n`));
    assert.match(document.lineAt(document.lineCount - 2).text, /^ {4}\s*return /);
    assert.match(row?.label ?? "", /^(return|import|def|for)/);
  });

  it("keeps a return that what is chosen does not replace", async () => {
    const content = "def f(path):\n    # print the current directory\n    x = 1\n    return path\n";
    const { document } = await openText("python", content, 1);
    const { done } = await offer(api);
    await press("listPlacement");
    await until("the code is to be replaced", () => !api.preview()?.includes("return path"));
    await accept();
    await done;
    const text = document.getText();
    assert.match(text, /\n {4}return [^\n]*\n$/);
    assert.doesNotMatch(text, /x = 1/);
  });

  it("leaves a file byte for byte as it was when the list is left", async () => {
    const bytes = Buffer.from("\ufeff#!/bin/sh\r\n\t# list all files  \r\n\r\n  last line without an end", "utf8");
    const editor = await openText("shellscript", bytes, 1);
    const { version } = editor.document;
    const { done } = await offer(api);
    await next();
    await leave();
    await done;
    assert.equal(editor.document.version, version, "the document was edited");
    assert.equal(editor.document.isDirty, false);
    assert.deepEqual(editor.selection.active, new vscode.Position(1, 0));
    assert.deepEqual(await readFile(editor.document.fileName), bytes);
    assert.equal(api.preview(), undefined);
  });

  it("previews the row in focus and inserts exactly that", async () => {
    const comment = "# find all files in the current directory with extension .log";
    const { document } = await openText("shellscript", comment, 0);
    const { done } = await offer(api);
    const [first, second] = api.offered() ?? [];
    assert.ok(first && second, "too few candidates to move between");
    assert.equal(api.preview(), `\n${first.code}`);
    await next();
    await until("the preview follows", () => api.preview() === `\n${second.code}`);
    assert.equal(document.getText(), comment);
    await accept();
    await done;
    assert.equal(document.getText(), `${comment}\n${second.code}`);
  });

  it("works in a document that was never saved", async () => {
    const content = "# top 10 values";
    const document = await vscode.workspace.openTextDocument({ language: "cfrule", content });
    await show(document, 0);
    await insertFirst(api);
    assert.match(document.getText(), /^# top 10 values\n.+$/);
    await undo();
    assert.equal(document.getText(), content);
  });

  it("keeps the document's line ends", async () => {
    const { document } = await openText("cfrule", "# top 10 values\r\n", 0);
    await insertFirst(api);
    const text = document.getText();
    assert.match(text, /^# top 10 values\r\n.+\r\n$/);
    assert.doesNotMatch(text, /[^\r]\n/);
  });

  it("inserts where the comment has moved to", async () => {
    const { document } = await openText("cfrule", "x\n# top 10 values", 1);
    const { done } = await offer(api);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), "one\ntwo\n");
    await vscode.workspace.applyEdit(edit);
    await accept();
    await done;
    assert.match(document.getText(), /^one\ntwo\nx\n# top 10 values\n.+$/);
  });

  it("declines when the comment itself was changed meanwhile", async () => {
    const { document } = await openText("cfrule", "# top 10 values", 0);
    const { done } = await offer(api);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 15), " of all");
    await vscode.workspace.applyEdit(edit);
    await accept();
    await done;
    assert.equal(document.getText(), "# top 10 values of all");
    assert.match(api.lastError()?.message ?? "", /comment was changed/);
  });

  it("cancels for real: idle, silent, nothing changed", async () => {
    await change("steps", 200);
    const { document } = await openText("python", "# read the file a.txt", 0);
    const done = vscode.commands.executeCommand(COMMANDS.generateFromComment);
    await until("it is working", () => api.state() === "working");
    await vscode.commands.executeCommand(COMMANDS.cancel);
    await done;
    assert.equal(api.lastError()?.code, "cancelled");
    assert.deepEqual([api.state(), api.offered(), document.getText()], ["idle", undefined, "# read the file a.txt"]);
  });

  it("runs again after the model was released", async () => {
    await vscode.commands.executeCommand(COMMANDS.releaseModel);
    const { document } = await openText("cfrule", "# top 10 values", 0);
    await insertFirst(api);
    assert.equal(document.lineCount, 2);
    assert.equal(api.state(), "idle");
  });

  it("obeys the settings", async () => {
    await change("candidates", 1);
    await change("steps", 3);
    await change("showInvalid", true);
    await openText("cfrule", "# top 10 values", 0);
    const { done } = await offer(api);
    const result = api.lastResult();
    const rows = api.offered() ?? [];
    assert.deepEqual([result?.request.count, result?.steps, result?.request.seed], [1, 3, 7]);
    assert.equal(rows.filter((row) => row.candidate).length, 1);
    const rejected = (result?.rejected ?? []).filter((sample) => sample.code.trim() !== "");
    assert.deepEqual(
      rows.slice(1).map((row) => row.code),
      rejected.map((sample) => sample.code),
    );
    await leave();
    await done;
  });
});
