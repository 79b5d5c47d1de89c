import assert from "node:assert/strict";
import * as vscode from "vscode";
import { Histories } from "../../extension/editor/history";
import type { History } from "../../extension/schema";
import { closeAll, openText } from "./editor-support";

describe("parts of the editor", () => {
  afterEach(closeAll);

  it("bring histories back after a reload, where the code has moved to meanwhile", async () => {
    const { document } = await openText("shellscript", "# list\nls -la\n", 0);
    const storage = new MemoryStorage();
    const before = histories(storage);
    const inserted = { range: { start: 7, end: 13 }, text: "ls -la", indent: "" };
    const { id } = before.add(document, inserted, "bash", Promise.resolve(someHistory));
    await storage.written;
    before.dispose();

    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), "#!/bin/sh\n");
    await vscode.workspace.applyEdit(edit);

    const after = histories(storage);
    try {
      const entry = await after.at(document, new vscode.Position(2, 3));
      assert.equal(entry?.id, id);
      assert.deepEqual(await entry?.history, someHistory);
      assert.equal(await after.at(document, new vscode.Position(1, 3)), undefined);
    } finally {
      after.dispose();
    }
  });

  it("forget a history that could not be decoded", async () => {
    const { document } = await openText("shellscript", "ls", 0);
    const all = histories(new MemoryStorage());
    try {
      const history = Promise.reject(new Error("the child is gone"));
      all.add(document, { range: { start: 0, end: 2 }, text: "ls", indent: "" }, "bash", history);
      assert.equal(all.of(document).length, 1);
      await history.catch(() => {});
      assert.deepEqual(all.of(document), []);
    } finally {
      all.dispose();
    }
  });
});

const log = vscode.window.createOutputChannel("CodeFusion test", { log: true });

function histories(storage: vscode.Memento): Histories {
  const loadLanguage = () => assert.fail("unchanged code needs no grammar");
  return new Histories({ storage, limit: () => 5, loadLanguage, log });
}

class MemoryStorage implements vscode.Memento {
  readonly #values = new Map<string, string>();
  #wrote: () => void = () => {};
  /** Settles when something was written. */
  readonly written = new Promise<void>((resolve) => {
    this.#wrote = resolve;
  });

  keys(): readonly string[] {
    return [...this.#values.keys()];
  }

  get<T>(key: string): T | undefined {
    const value = this.#values.get(key);
    return value === undefined ? undefined : (JSON.parse(value) as T);
  }

  async update(key: string, value: unknown): Promise<void> {
    this.#values.set(key, JSON.stringify(value));
    this.#wrote();
  }
}

const someHistory: History = {
  version: 1,
  utterance: "list",
  language: "bash",
  code: "ls -la",
  score: 0.5,
  seed: 1,
  steps: 1,
  modelId: "tiny",
  backend: { kind: "local", provider: "cpu" },
  frames: [{ step: 0, t: 0, source: "decoder", tokens: [], code: "ls -la", valid: true, editDistance: 0 }],
};
