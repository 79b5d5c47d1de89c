import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { CodeFusionApi } from "../../extension/editor/shell/api";
import { children } from "../unit/pipeline/children";
import { change, closeAll, openText, restoreSettings, until } from "./editor-support";

/** The first file of the suite: later on the extension is active for good. */
describe("activation", () => {
  const extension = () =>
    vscode.extensions.getExtension<CodeFusionApi>("codefusion.codefusion") ?? assert.fail("not installed");

  after(async () => {
    await restoreSettings();
    await closeAll();
  });

  it("waits for a file that can be answered", async () => {
    assert.equal(extension().isActive, false);
    await openText("plaintext", "# top 10 values", 0);
    assert.equal(extension().isActive, false);
    await openText("cfrule", "# top 10 values", 0);
    await until("it is active", () => extension().isActive);
  });

  it("loads no model until it is asked for code", () => {
    const { exports } = extension();
    assert.deepEqual(
      [exports.state(), exports.statusText(), exports.lastResult()],
      ["idle", "$(sparkle) CodeFusion", undefined],
    );
    assert.deepEqual(children(), []);
  });

  it("opens the model while a prompt comment is typed, computes nothing, and does so where the setting says so alone", async () => {
    const type = async (language: string, before: string) => {
      const editor = await openText(language, before, 0);
      editor.selection = new vscode.Selection(0, before.length, 0, before.length);
      await vscode.commands.executeCommand("type", { text: "x" });
    };
    // the setting is read when typing pauses
    const pause = () => new Promise((resolve) => setTimeout(resolve, 1000));
    await change("warmUp", false);
    await type("cfrule", "# top 10 value");
    await pause();
    await change("warmUp", undefined);
    await type("cfrule", "Blanks(");
    await pause();
    assert.deepEqual(children(), [], "neither against the setting nor for code");
    await type("cfrule", "# top 10 value");
    await until("the model is being opened", () => children().length > 0);
    const { exports } = extension();
    assert.deepEqual([exports.state(), exports.lastResult(), exports.lastError()], ["idle", undefined, undefined]);
    await vscode.commands.executeCommand("codefusion.releaseModel");
    await until("it is released", () => children().length === 0);
  });
});
