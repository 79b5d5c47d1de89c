import assert from "node:assert/strict";
import childProcess from "node:child_process";
import { createServer } from "node:http";
import path from "node:path";
import * as vscode from "vscode";
import type { CodeFusionApi } from "../../extension/editor/shell/api";
import {
  activated,
  freshEditor,
  hoverAt,
  insertFirst,
  leave,
  offer,
  openText,
  press,
  theatreIsOpen,
  until,
} from "./editor-support";
import { watched } from "./watched";

describe("what is promised", () => {
  let api: CodeFusionApi;
  before(async () => {
    api = await activated();
  });
  freshEditor({ seed: 7, candidates: 5 });

  it("executes nothing and connects to nothing in the whole local flow: release, generate, preview, insert, hover, theatre, refine", async function () {
    this.timeout(240_000);
    const { spawned, connected } = await watched(async () => {
      await press("releaseModel");
      const prompts = [
        ["shellscript", "# delete all files in the current directory with extension .log\n"],
        ["python", "# print the contents of https://example.com\n"],
        ["cfrule", "# Highlight cells greater than 85\n"],
      ] as const;
      for (const [language, content] of prompts) {
        const { document } = await openText(language, content, 0);
        await insertFirst(api);
        assert.notEqual(document.getText(), content);
        assert.notEqual(await hoverAt(document.uri, new vscode.Position(1, 1)), "");
      }
      const editor = await openText("shellscript", "# list all files\nls -l\n", 1);
      await press("showDenoising");
      await until("the theatre is open", theatreIsOpen);
      await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
      const [{ document }] = [await openText("cfrule", "# Highlight duplicates\n", 0)];
      const { done } = await offer(api);
      await leave();
      await done;
      assert.equal(document.getText(), "# Highlight duplicates\n");
      assert.notEqual(api.state(), "working");
    });
    assert.ok(spawned.length > 0, "the model was computed in a child process");
    for (const [file, ...args] of spawned) {
      assert.equal(file, process.execPath);
      assert.deepEqual(
        args.filter((each) => /\.[cm]?[jt]s$/.test(each)).map((each) => path.basename(each)),
        ["child.js"],
      );
    }
    assert.deepEqual(connected, []);
  });

  it("is watched by what would see a program or a connection", async () => {
    const server = createServer((_, response) => void response.end());
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    assert.ok(typeof address === "object" && address !== null);
    const { spawned, connected } = await watched(async () => {
      await fetch(`http://127.0.0.1:${address.port}/`).then((response) => response.text());
      childProcess.execFileSync(process.execPath, ["--version"], { env: { ELECTRON_RUN_AS_NODE: "1" } });
    }, /./);
    server.close();
    assert.ok(connected.includes(`127.0.0.1:${address.port}`), JSON.stringify(connected));
    assert.ok(
      spawned.some((command) => command.join(" ") === `${process.execPath} --version`),
      JSON.stringify(spawned),
    );
  });
});
