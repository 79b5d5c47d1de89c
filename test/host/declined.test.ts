import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { CodeFusionApi } from "../../extension/editor/shell/api";
import { COMMANDS } from "../../extension/editor/shell/ids";
import { accept, activated, closeAll, leave, offer, openText, show, until } from "./editor-support";

describe("generate from comment, declined", () => {
  let api: CodeFusionApi;

  before(async () => {
    api = await activated();
  });
  afterEach(async () => {
    await leave();
    await closeAll();
  });

  const declined = [
    { why: "there is no comment", language: "python", text: "x = 1", says: /no comment/ },
    { why: "the comment is empty", language: "python", text: "#  ", says: /empty/ },
    { why: "the comment is a shebang", language: "shellscript", text: "#!/bin/bash", says: /tool/ },
    { why: "the language is not supported", language: "plaintext", text: "# list files", says: /"plaintext"/ },
    { why: "it is JavaScript", language: "javascript", text: "// list files", says: /"javascript"/ },
  ];
  for (const { why, language, text, says } of declined) {
    it(`says what is wrong when ${why}`, async () => {
      const { document } = await openText(language, text, 0);
      await vscode.commands.executeCommand(COMMANDS.generateFromComment);
      assert.equal(api.lastError()?.code, "bad-input");
      assert.match(api.lastError()?.message ?? "", says);
      assert.deepEqual([api.offered(), document.getText(), api.state()], [undefined, text, "idle"]);
    });
  }

  it("says so when no editor is open", async () => {
    await closeAll();
    await until("no editor is active", () => vscode.window.activeTextEditor === undefined);
    await vscode.commands.executeCommand(COMMANDS.generateFromComment);
    assert.match(api.lastError()?.message ?? "", /no editor/);
  });

  it("declines a read-only file before computing anything", async () => {
    const registration = vscode.workspace.registerFileSystemProvider("codefusion-test", readOnlyFiles("# list files"), {
      isReadonly: true,
    });
    try {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse("codefusion-test:/a.sh"));
      await vscode.languages.setTextDocumentLanguage(document, "shellscript");
      await show(document, 0);
      await vscode.commands.executeCommand(COMMANDS.generateFromComment);
      assert.match(api.lastError()?.message ?? "", /read-only/);
      assert.equal(api.offered(), undefined);
    } finally {
      registration.dispose();
    }
  });

  it("declines an editor that is read-only for this session", async () => {
    const { document } = await openText("cfrule", "# top 10 values", 0);
    const { done } = await offer(api);
    await vscode.commands.executeCommand("workbench.action.files.setActiveEditorReadonlyInSession");
    await accept();
    await done;
    assert.equal(document.getText(), "# top 10 values");
    assert.match(api.lastError()?.message ?? "", /read-only/);
  });
});

function readOnlyFiles(text: string): vscode.FileSystemProvider {
  const refuse = () => {
    throw vscode.FileSystemError.NoPermissions();
  };
  return {
    onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
    watch: () => new vscode.Disposable(() => {}),
    stat: () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: text.length }),
    readDirectory: () => [],
    readFile: () => Buffer.from(text),
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
}
