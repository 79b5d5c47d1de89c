import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { CodeFusionApi } from "../../extension/editor/shell/api";
import { activated, change, freshEditor, hoverAt, openText, until } from "./editor-support";

const COMMENT = "# Highlight cells greater than 85";

describe("inline suggestions", () => {
  let api: CodeFusionApi;

  before(async () => {
    api = await activated();
  });
  freshEditor({ seed: 7, candidates: 3 });

  const trigger = () => vscode.commands.executeCommand("editor.action.inlineSuggest.trigger");
  const commit = () => vscode.commands.executeCommand("editor.action.inlineSuggest.commit");

  /** Asks as the editor's own key does, and waits until the answer was computed. */
  async function ask(): Promise<readonly string[]> {
    const before = api.suggested();
    await trigger();
    const suggested = await until("suggestions were computed", () => {
      const now = api.suggested();
      return now === before ? undefined : now;
    });
    return suggested;
  }

  /** Takes the suggestion on show; it comes on show a moment after it was computed. */
  async function take(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    await until("the suggestion is taken", async () => {
      await commit();
      return document.version !== version;
    });
  }

  it("come on the blank line below a comment when asked for, and are taken with their history", async () => {
    const editor = await openText("cfrule", `  ${COMMENT}\n  \nend`, 1);
    editor.selection = new vscode.Selection(1, 2, 1, 2);
    const suggested = await ask();
    assert.ok(suggested.length > 0 && suggested.every((text) => text.startsWith("  ")));
    await take(editor.document);
    const inserted = editor.document.lineAt(1).text;
    assert.ok(suggested.includes(inserted), `${inserted} was not suggested`);
    assert.equal(editor.document.getText(), `  ${COMMENT}\n${inserted}\nend`);
    await until("its history is kept", () => api.histories(editor.document).length === 1);
    assert.match(await hoverAt(editor.document.uri, new vscode.Position(1, 4)), /greater than 85/);
  });

  it("come below the comment when the cursor is at its end", async () => {
    const editor = await openText("cfrule", COMMENT, 0);
    editor.selection = new vscode.Selection(0, COMMENT.length, 0, COMMENT.length);
    const suggested = await ask();
    await take(editor.document);
    const [comment, ...code] = editor.document.getText().split("\n");
    assert.equal(comment, COMMENT);
    assert.ok(suggested.includes(code.join("\n")));
  });

  it("are cycled through with the editor's own command, without computing again", async () => {
    await change("candidates", 6);
    // Asks for what can be said in many ways.
    const editor = await openText("shellscript", "# find all files with extension .log\n", 1);
    const suggested = await ask();
    assert.ok(suggested.length >= 2, "too few to cycle");
    const showNext = () => vscode.commands.executeCommand("editor.action.inlineSuggest.showNext");
    for (let i = 0; i < suggested.length; i++) await showNext();
    assert.deepEqual([api.suggested() === suggested, api.state()], [true, "idle"]);
    await take(editor.document);
    const [, ...inserted] = editor.document.getText().split("\n");
    assert.ok(suggested.includes(inserted.join("\n")));
  });

  it("come nowhere else", async () => {
    const before = api.suggested();
    const editor = await openText("cfrule", `${COMMENT}\n\n\nGreaterThan(1)\n#\n`, 2);
    for (const [line, character] of [
      [0, 3],
      [2, 0],
      [3, 14],
      [5, 0],
    ] as const) {
      editor.selection = new vscode.Selection(line, character, line, character);
      await trigger();
    }
    // What is asked on the right line afterwards is answered, so the others were not.
    editor.selection = new vscode.Selection(1, 0, 1, 0);
    await trigger();
    await until("the right line is answered", () => api.suggested() !== before);
    assert.equal(api.state(), "idle");
    assert.equal(editor.document.isDirty, false);
  });

  it("come by themselves after a pause where the setting says so", async () => {
    await change("inlineCompletions.automatic", true);
    await change("inlineCompletions.delay", 0);
    const before = api.suggested();
    const editor = await openText("cfrule", COMMENT, 0);
    editor.selection = new vscode.Selection(0, COMMENT.length, 0, COMMENT.length);
    await vscode.commands.executeCommand("type", { text: "\n" });
    await until("a suggestion came", () => api.suggested() !== before);
    await take(editor.document);
    assert.match(editor.document.getText(), /^# Highlight cells greater than 85\n\S/);
  });
});
