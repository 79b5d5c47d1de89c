import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { CodeFusionApi } from "../../extension/editor/shell/api";
import { COMMANDS } from "../../extension/editor/shell/ids";
import { percent } from "../../extension/editor/shell/text";
import {
  accept,
  activated,
  change,
  closeAll,
  freshEditor,
  hoverAt,
  insertFirst,
  next,
  offer,
  openText,
  redo,
  theatreIsOpen,
  undo,
  until,
} from "./editor-support";

describe("history of inserted code", () => {
  let api: CodeFusionApi;

  before(async () => {
    api = await activated();
  });
  freshEditor();

  async function inserted(
    language = "cfrule",
    comment = "# Highlight cells greater than 85",
  ): Promise<vscode.TextDocument> {
    const { document } = await openText(language, `${comment}\n`, 0);
    await insertFirst(api);
    return document;
  }

  it("is shown on hover: noise and steps as highlighted code, figures, and a link to the theatre", async () => {
    const document = await inserted();
    const hover = await hoverAt(document.uri, new vscode.Position(1, 2));
    const { model, candidates } = api.lastResult() ?? assert.fail("no result");
    const shown = hover.match(/```cfrule\n/g)?.length ?? 0;
    const empty = hover.match(/_\(empty\)_/g)?.length ?? 0;
    assert.ok(shown + empty >= 2 && shown >= 1, hover);
    assert.equal(hover.match(/confidence/g)?.length, 1, "one confidence");
    for (const part of [
      "greater than 85",
      "Pure noise",
      `confidence ${percent(candidates[0]?.confidence ?? 0)}`,
      `seed ${candidates[0]?.seed}`,
      "Edit distance",
      `command:${COMMANDS.showDenoising}?`,
    ]) {
      assert.ok(hover.includes(part), `${part} is missing in ${hover}`);
    }
    assert.ok(hover.replaceAll("\\", "").includes(model.id));
    assert.ok(hover.includes(`\`\`\`cfrule\n${document.lineAt(1).text}\n\`\`\``));
  });

  it("explains the options of a command that was inserted, as it stands now", async () => {
    const document = await inserted("shellscript", "# list all files larger than 10M in /tmp");
    const edit = new vscode.WorkspaceEdit();
    const line = document.lineAt(1).text;
    assert.match(line, /^find /);
    const hover = () => hoverAt(document.uri, new vscode.Position(1, 2));
    assert.match(await hover(), /^- `find` Search folders/m);
    assert.match(await hover(), /^- `-size \+10M` Of this size/m);
    const at = new vscode.Position(1, line.indexOf("+10M") + 1);
    edit.replace(document.uri, new vscode.Range(at, at.translate(0, 1)), "2");
    await vscode.workspace.applyEdit(edit);
    assert.match(await hover(), /^- `-size \+20M` Of this size/m);
  });

  it("is not shown on the comment or on other code", async () => {
    const document = await inserted();
    assert.equal(await hoverAt(document.uri, new vscode.Position(0, 3)), "");
  });

  it("follows the code through edits, and survives a change of spacing", async () => {
    const document = await inserted();
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), "\n\n");
    edit.insert(document.uri, new vscode.Position(1, document.lineAt(1).text.indexOf("(") + 1), " ");
    await vscode.workspace.applyEdit(edit);
    assert.notEqual(await hoverAt(document.uri, new vscode.Position(3, 2)), "");
    assert.equal(await hoverAt(document.uri, new vscode.Position(1, 0)), "");
  });

  it("is kept, and says so, when the code was edited but can be recognised", async () => {
    const document = await inserted();
    assert.doesNotMatch(await hoverAt(document.uri, new vscode.Position(1, 2)), /edited since/);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, document.lineAt(1).text.indexOf("(") + 1), "1");
    await vscode.workspace.applyEdit(edit);
    assert.match(await hoverAt(document.uri, new vscode.Position(1, 2)), /edited since/);
  });

  it("is dropped when the code is another program, and when it is undone", async () => {
    const document = await inserted();
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, document.lineAt(1).range, "QuiteAnother(thing, and, nothing, of, before)");
    await vscode.workspace.applyEdit(edit);
    assert.equal(await hoverAt(document.uri, new vscode.Position(1, 6)), "");
    assert.deepEqual(api.histories(document), []);

    const other = await inserted();
    assert.equal(api.histories(other).length, 1);
    await undo();
    assert.deepEqual(api.histories(other), []);
  });

  it("comes back when undo is undone, and with the code that undo brings back", async () => {
    const document = await inserted("shellscript", "# list all files larger than 10M in /tmp");
    const [entry] = api.histories(document);
    const code = document.lineAt(1).text;
    await undo();
    assert.deepEqual(api.histories(document), []);
    await redo();
    await until("the code is back", () => document.lineAt(1).text === code);
    assert.deepEqual(api.histories(document), [entry]);
    assert.notEqual(await hoverAt(document.uri, new vscode.Position(1, 2)), "");

    const { done } = await offer(api, { id: entry?.id }, "regenerate");
    await accept();
    await done;
    const other = document.lineAt(1).text;
    assert.notEqual(other, code, "what stands there already comes last");
    const hover = () => hoverAt(document.uri, new vscode.Position(1, 2));
    assert.ok((await until("it is decoded", hover)).includes(other));
    await undo();
    assert.equal(document.lineAt(1).text, code);
    assert.doesNotMatch(await hover(), /edited since/);
    assert.deepEqual(api.histories(document), [entry]);
    await redo();
    assert.equal(document.lineAt(1).text, other);
    assert.doesNotMatch(await hover(), /edited since/);
    assert.equal(api.histories(document).length, 1);
  });

  it("comes back with the code: undone and done again, deleted and undone", async () => {
    const document = await inserted();
    const text = document.getText();
    const [first] = api.histories(document);
    await undo();
    assert.deepEqual(api.histories(document), []);
    await vscode.commands.executeCommand("redo");
    assert.equal(document.getText(), text);
    assert.deepEqual(
      api.histories(document).map(({ id }) => id),
      [first?.id],
    );
    assert.notEqual(await hoverAt(document.uri, new vscode.Position(1, 2)), "");
    const edit = new vscode.WorkspaceEdit();
    edit.delete(document.uri, new vscode.Range(1, 0, 2, 0));
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(api.histories(document), []);
    await undo();
    assert.equal(api.histories(document)[0]?.id, first?.id);
  });

  it("does not come back once it was forgotten", async () => {
    const document = await inserted();
    await vscode.commands.executeCommand(COMMANDS.forgetHistory, { id: api.histories(document)[0]?.id });
    await undo();
    await vscode.commands.executeCommand("redo");
    assert.deepEqual(api.histories(document), []);
  });

  it("is that of the code that stands there when a replacement is undone and done again", async () => {
    const comment = "# list all files larger than 10M in /tmp";
    const document = await inserted("shellscript", comment);
    const [first] = api.histories(document);
    const { done } = await offer(api, { line: 0 });
    assert.match(api.preview() ?? "", /\S/);
    await next();
    await until("another is previewed", () => !api.preview()?.includes(document.lineAt(1).text));
    const other = api.preview();
    await accept();
    await done;
    assert.equal(document.getText(), `${comment}${other}\n`, "it takes the place of the first");
    const [second] = api.histories(document);
    assert.ok(second && second.id !== first?.id);
    const ids = () => api.histories(document).map(({ id }) => id);
    await undo();
    assert.deepEqual(ids(), [first?.id]);
    await vscode.commands.executeCommand("redo");
    assert.deepEqual(ids(), [second.id]);
  });

  it("is bounded by the setting, at once when that is lowered", async () => {
    await change("history.limit", 1);
    const first = await inserted();
    await until("the first is decoded", () => hoverAt(first.uri, new vscode.Position(1, 2)));
    const second = await inserted();
    await until("the oldest is forgotten", () => api.histories(first).length === 0);
    assert.equal(api.histories(second).length, 1);
    await change("history.limit", 0);
    await until("none is kept", () => api.histories(second).length === 0);
  });

  it("opens in the theatre, for the code at the cursor and for the last run", async () => {
    await inserted();
    await vscode.commands.executeCommand(COMMANDS.showDenoising);
    await until("the theatre is open", theatreIsOpen);
    await closeAll();
    await until("the theatre is closed", () => !theatreIsOpen());
    await vscode.commands.executeCommand(COMMANDS.showDenoising);
    await until("the theatre is open again", theatreIsOpen);
  });

  it("is forgotten on request, the code is not", async () => {
    const document = await inserted();
    const text = document.getText();
    const hover = await until("it is decoded", () => hoverAt(document.uri, new vscode.Position(1, 2)));
    assert.ok(hover.includes(`command:${COMMANDS.forgetHistory}?`));
    const [entry] = api.histories(document);
    await vscode.commands.executeCommand(COMMANDS.forgetHistory, { id: entry?.id });
    assert.deepEqual([api.histories(document), document.getText()], [[], text]);
    await vscode.commands.executeCommand(COMMANDS.forgetHistory);
    assert.equal(document.getText(), text);
  });

  it("offers other candidates for the code, which take its place", async () => {
    const document = await inserted();
    const [old] = api.histories(document);
    const first = document.lineAt(1).text;
    const { seed } = api.lastResult()?.request ?? {};
    const { done } = await offer(api, { id: old?.id }, "regenerate");
    assert.notEqual(api.lastResult()?.request.seed, seed);
    assert.equal(document.lineAt(1).text, first, "the preview is no edit");
    const [row] = api.offered() ?? [];
    await accept();
    await done;
    assert.equal(document.getText(), `# Highlight cells greater than 85\n${row?.code}\n`);
    const now = api.histories(document);
    assert.equal(now.length, 1);
    assert.notEqual(now[0]?.id, old?.id);
  });

  it("offers nothing to regenerate where there is no inserted code", async () => {
    await openText("cfrule", "# top 10 values", 0);
    await vscode.commands.executeCommand(COMMANDS.regenerate);
    assert.match(api.lastError()?.message ?? "", /no inserted code/);
  });

  it("says so when there is nothing to show", async () => {
    await vscode.commands.executeCommand(COMMANDS.showDenoising, { id: "no such entry" });
    assert.equal(api.lastError()?.code, "bad-input");
    assert.match(api.lastError()?.message ?? "", /no denoising/);
  });
});
