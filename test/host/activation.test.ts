import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { CodeFusionApi } from "../../extension/editor/shell/api";
import { closeAll, openText, until } from "./editor-support";

/** The first file of the suite: later on the extension is active for good. */
describe("activation", () => {
  const extension = () =>
    vscode.extensions.getExtension<CodeFusionApi>("codefusion.codefusion") ?? assert.fail("not installed");

  after(closeAll);

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
  });
});
