import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { CodeFusionApi } from "../../extension/editor/shell/api";
import { COMMANDS } from "../../extension/editor/shell/ids";
import {
  accept,
  activated,
  change,
  freshEditor,
  insertFirst,
  isComplete,
  leave,
  next,
  offer,
  openText,
  press,
  undo,
  until,
} from "./editor-support";

describe("status, menus and selections", () => {
  let api: CodeFusionApi;

  before(async () => {
    api = await activated();
  });
  freshEditor();

  it("registers every command", async () => {
    const known = await vscode.commands.getCommands(true);
    assert.deepEqual(
      Object.values(COMMANDS).filter((command) => !known.includes(command)),
      [],
    );
  });

  it("says in the status bar what computes, and no longer once that was released", async () => {
    await change("executionProvider", "cpu");
    await openText("cfrule", "# top 10 values", 0);
    await insertFirst(api);
    assert.match(api.statusText(), /CodeFusion: CPU$/);
    await press("releaseModel");
    assert.match(api.statusText(), /CodeFusion$/);
  });

  it("offers from the status bar what can be done now", async () => {
    const { document } = await openText("cfrule", "# top 10 values", 0);
    const menu = press("showMenu");
    // The first of the menu is the main job; the list that it opens takes the menu's place.
    await until("candidates are offered", async () => {
      if (api.state() === "idle" && api.offered() === undefined) await accept();
      return isComplete(api);
    });
    await accept();
    await menu;
    await until("code is inserted", () => document.lineCount === 2);
  });

  it("stops a run whose list gives way to the menu of the status bar, and says nothing", async () => {
    await change("steps", 200);
    const before = api.lastError();
    const { document } = await openText("cfrule", "# top 10 values", 0);
    const done = press("generateFromComment");
    await until("the list is open", () => api.offered() !== undefined && api.state() === "working");
    const menu = press("showMenu");
    await done;
    await until("the run is stopped", () => api.state() === "idle");
    assert.deepEqual([api.offered(), api.lastError(), document.isDirty], [undefined, before, false]);
    await leave();
    await menu;
  });

  it("refines selected code to a chosen strength, conditioned on the comment above it", async () => {
    const content = "x\n  # Highlight cells greater than 85\n  GreaterThan(10)\nend";
    const editor = await openText("cfrule", content, 2);
    editor.selection = new vscode.Selection(2, 4, 2, 8);
    const refining = press("refineSelection");
    // The second of the strengths, once they are shown: nothing tells when that is.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await next();
    await accept();
    await until("candidates are offered", () => isComplete(api));
    const { request } = api.lastResult() ?? assert.fail("no result");
    assert.equal(request.utterance, "Highlight cells greater than 85");
    assert.equal(request.origin?.canvas, "GreaterThan(10)");
    assert.ok(request.origin && request.origin.time > 0 && request.origin.time < 1);
    assert.equal(editor.document.getText(), content, "the preview is no edit");
    const [row] = api.offered() ?? [];
    await accept();
    await refining;
    assert.equal(editor.document.getText(), content.replace("GreaterThan(10)", row?.code ?? ""));
    if (row?.code !== "GreaterThan(10)") await undo();
    assert.equal(editor.document.getText(), content);
  });

  it("offers to refine what is selected, and leaves it alone when the strength is not chosen", async () => {
    const content = "# top 10 values\nGreaterThan(10)";
    const editor = await openText("cfrule", content, 1);
    editor.selection = new vscode.Selection(1, 0, 1, 15);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      editor.document.uri,
      editor.selection,
    );
    assert.ok(actions.some(({ command }) => command?.command === COMMANDS.refineSelection));
    const refining = press("refineSelection");
    let isOver = false;
    void refining.then(() => {
      isOver = true;
    });
    await until("it is over", async () => {
      await leave();
      return isOver;
    });
    assert.deepEqual([editor.document.getText(), api.state(), api.offered()], [content, "idle", undefined]);
  });

  it("says so when nothing is selected that could be refined", async () => {
    await openText("cfrule", "# top 10 values\n\n", 1);
    await press("refineSelection");
    assert.match(api.lastError()?.message ?? "", /no code is selected/);
    const editor = await openText("cfrule", "# top 10 values\n", 0);
    editor.selection = new vscode.Selection(0, 0, 1, 0);
    await press("refineSelection");
    assert.match(api.lastError()?.message ?? "", /no code is selected/);
  });

  it("regenerates from the light bulb", async () => {
    const { document } = await openText("cfrule", "# top 10 values", 0);
    await insertFirst(api);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      new vscode.Range(1, 1, 1, 1),
    );
    const again = actions.find(({ command }) => command?.command === COMMANDS.regenerate)?.command;
    assert.ok(again, "no action on inserted code");
    const { done } = await offer(api, again.arguments?.[0], "regenerate");
    await leave();
    await done;
    assert.equal(document.lineCount, 2);
  });
});
