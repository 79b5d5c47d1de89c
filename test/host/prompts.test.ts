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
  offer,
  openText,
  press,
  select,
  show,
  undo,
  until,
} from "./editor-support";

const PYTHON = "sort the list `xs` in descending order";

describe("prompts", () => {
  let api: CodeFusionApi;

  before(async () => {
    api = await activated();
  });
  freshEditor({ seed: 7, candidates: 4 });

  const RULE = "Highlight cells greater than 85";
  const forms = [
    { form: "several comment lines", text: "    # Highlight cells\n    # greater than 85\n    pass", line: 1, end: 1 },
    { form: "a docstring", text: `    """${PYTHON}\n\n    xs: a list\n    """\n    pass`, line: 0, end: 3 },
    { form: "a comment behind code", text: `    y = xs  # ${RULE}\n    pass`, line: 0, end: 0 },
    { form: "a comment in a cell", text: `    # %%\n    # ${RULE}\n    pass`, line: 1, end: 1 },
    { form: "the title of a cell", text: `    # %% ${RULE}\n    pass`, line: 0, end: 0 },
  ];
  for (const { form, text, line, end } of forms) {
    it(`are answered as ${form}, at the indentation`, async () => {
      const [language, utterance] =
        form === "a docstring" ? (["python", PYTHON] as const) : (["cfrule", RULE] as const);
      const content = `def f(xs):\n${text}\n`;
      const { document } = await openText(language, content, line + 1);
      const { done } = await offer(api);
      assert.equal(api.lastResult()?.request.utterance, utterance);
      const [row] = api.offered() ?? [];
      await accept();
      await done;
      const lines = content.split("\n");
      const above = `${lines.slice(0, end + 2).join("\n")}\n`;
      const below = `\n${lines.slice(end + 2).join("\n")}`;
      const now = document.getText();
      assert.ok(now.startsWith(`${above}    `) && now.endsWith(below), now);
      const inserted = now.slice(above.length, -below.length);
      // What the row shows may be returned where it stands.
      assert.ok(
        [row?.code, `return ${row?.code}`].some((code) => code?.replace(/\s+/g, "") === inserted.replace(/\s+/g, "")),
        inserted,
      );
    });
  }

  it("may mean names of the ten lines above", async () => {
    const lines = ["first = 1", ...Array.from({ length: 8 }, () => ""), "scores = [5, 3]", "", "# sort scores", ""];
    await openText("python", lines.join("\n"), lines.length - 2);
    const { done } = await offer(api);
    await leave();
    await done;
    assert.equal(api.lastResult()?.request.context, lines.slice(1, -2).join("\n"));
  });

  it("may mean names of their own line", async () => {
    await openText("python", "y = 2\nx = 1  # add one to x\n", 1);
    const { done } = await offer(api);
    assert.equal(api.lastResult()?.request.context, "y = 2\nx = 1");
    const [row] = api.offered() ?? [];
    assert.match(row?.code ?? "", /\bx\b/);
    await leave();
    await done;
  });

  it("are passed on whole, however long", async () => {
    const utterance = `sort the list xs ${"and then sort it once more ".repeat(12)}please`;
    await openText("python", `# ${utterance}\n`, 0);
    const done = press("generateFromComment");
    await until("it is over or answered", () => api.state() === "idle" && api.offered() !== undefined);
    await leave();
    await done;
    const { request } = api.lastResult() ?? assert.fail("no result");
    assert.ok(utterance.length > 330);
    assert.equal(request.utterance, utterance);
  });

  it("are answered in a shell script that only its first line tells", async () => {
    const editor = await openText("none", "#!/usr/bin/env bash\n\n# list all files\n", 2);
    await until("the language is known", () => editor.document.languageId === "shellscript");
    await insertFirst(api);
    assert.match(editor.document.getText(), /^#!\/usr\/bin\/env bash\n\n# list all files\n[^\n]+/);
  });

  it("are answered in a cell of a notebook", async () => {
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, "# top 10 values", "cfrule");
    const notebook = await vscode.workspace.openNotebookDocument("jupyter-notebook", new vscode.NotebookData([cell]));
    await vscode.window.showNotebookDocument(notebook);
    const { document } = notebook.cellAt(0);
    await until("the cell has the cursor", async () => {
      await vscode.commands.executeCommand("notebook.cell.edit");
      return vscode.window.activeTextEditor?.document === document;
    });
    await insertFirst(api);
    assert.match(document.getText(), /^# top 10 values\n.+$/);
    assert.equal(notebook.cellCount, 1);
    assert.equal(api.histories(document).length, 1);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });

  it("of several cursors are answered in turn, each where it has moved to", async () => {
    const { document } = await openText("cfrule", "# top 10 values\n\nx\n  # top 5 values\n\n# top 3 values", 0);
    await select([0, 5, 3, 2]);
    const { done } = await offer(api);
    for (const utterance of ["top 10 values", "top 5 values", "top 3 values"]) {
      const asked = () => isComplete(api) && api.lastResult()?.request.utterance === utterance;
      await until(`candidates for "${utterance}" are offered`, asked);
      await accept();
      await until("that list is closed", () => !asked());
    }
    await done;
    assert.match(
      document.getText(),
      /^# top 10 values\n\S.*\n\nx\n {2}# top 5 values\n {2}\S.*\n\n# top 3 values\n\S.*$/,
    );
  });

  it("of several cursors are left all at once", async () => {
    const content = "# top 10 values\n\n# top 5 values";
    const { document } = await openText("cfrule", content, 0);
    await select([0, 2]);
    const { done } = await offer(api);
    await leave();
    await done;
    assert.deepEqual([document.getText(), api.offered()], [content, undefined]);
  });

  describe("with code below", () => {
    const content = "  # top 10 values\n  one()\n  two()\n\n  three()";

    async function placed(times: number): Promise<{ text: string; code: string; document: vscode.TextDocument }> {
      const { document } = await openText("cfrule", content, 0);
      const { done } = await offer(api);
      for (let i = 0; i < times; i++) await press("listPlacement");
      const preview = await until("there is a preview", () => api.preview());
      assert.equal(document.getText(), content, "the preview is no edit");
      await accept();
      await done;
      return { text: document.getText(), code: preview.trim(), document };
    }

    it("are answered above it", async () => {
      const { text, code } = await placed(0);
      assert.equal(text, `  # top 10 values\n  ${code}\n  one()\n  two()\n\n  three()`);
    });

    it("are answered instead of it, as one undo step", async () => {
      const { text, code, document } = await placed(1);
      assert.equal(text, `  # top 10 values\n  ${code}\n\n  three()`);
      assert.equal(api.histories(document).length, 1);
      await undo();
      assert.equal(document.getText(), content);
    });

    it("are answered below it", async () => {
      const { text, code } = await placed(2);
      assert.equal(text, `  # top 10 values\n  one()\n  two()\n  ${code}\n\n  three()`);
    });

    it("decline to replace what was changed meanwhile", async () => {
      const { document } = await openText("cfrule", content, 0);
      const { done } = await offer(api);
      await press("listPlacement");
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(1, 2), "not_");
      await vscode.workspace.applyEdit(edit);
      await accept();
      await done;
      assert.equal(document.getText(), content.replace("one", "not_one"));
      assert.match(api.lastError()?.message ?? "", /changed meanwhile/);
    });
  });

  it("are offered as a code action, and answered by it", async () => {
    const { document } = await openText("cfrule", "x\n# top 10 values\n", 0);
    const at = (line: number) =>
      vscode.commands.executeCommand<vscode.CodeAction[]>(
        "vscode.executeCodeActionProvider",
        document.uri,
        new vscode.Range(line, 2, line, 2),
      );
    const ours = async (line: number) =>
      (await at(line)).flatMap(({ command }) => (command?.command === COMMANDS.generateFromComment ? [command] : []));
    assert.deepEqual([await ours(0), await ours(2)], [[], []]);
    const [command] = await ours(1);
    assert.ok(command, "no code action on the comment");
    assert.equal(command.title, "Generate code from this comment");
    const { done } = await offer(api, command.arguments?.[0]);
    await accept();
    await done;
    assert.match(document.getText(), /^x\n# top 10 values\n.+\n$/);
  });

  it("have a lens above them where the setting asks for it, and none otherwise", async () => {
    const { document } = await openText("cfrule", "#!x\n# top 10 values\n\n  # top 5\nGreaterThan(1)\n", 1);
    const ours: readonly string[] = [COMMANDS.generateFromComment, COMMANDS.regenerate, COMMANDS.showDenoising];
    const lenses = async () => {
      const id = "vscode.executeCodeLensProvider";
      const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(id, document.uri, 9);
      return all.filter(({ command }) => ours.includes(command?.command ?? ""));
    };
    assert.deepEqual(await lenses(), []);
    await change("codeLens", true);
    const found = await until("there are lenses", async () => {
      const all = await lenses();
      return all.length === 2 ? all : undefined;
    });
    assert.deepEqual(
      found.map(({ range, command }) => [range.start.line, command?.command, command?.arguments?.[0]]),
      [
        [1, COMMANDS.generateFromComment, { line: 1 }],
        [3, COMMANDS.generateFromComment, { line: 3 }],
      ],
    );
    await insertFirst(api);
    await until("the inserted code has lenses too", async () => {
      const commands = (await lenses()).map(({ command }) => command?.command);
      return commands.includes(COMMANDS.regenerate) && commands.includes(COMMANDS.showDenoising);
    });
  });

  it("survive a document that is shown nowhere any more", async () => {
    const { document } = await openText("cfrule", "# top 10 values", 0);
    const other = await openText("plaintext", "other", 0);
    await show(document, 0);
    const { done } = await offer(api);
    assert.ok(other.document);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await leave();
    await done;
    assert.equal(api.offered(), undefined);
  });
});
