/** Models are installed, chosen and removed in the editor; no host is asked before a yes. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import type { CodeFusionApi } from "../../extension/editor/shell/api";
import { ModelServer } from "../unit/installed/model-server";
import { recordConnections } from "./connections";
import { User } from "./dialogs";
import { activated, change, freshEditor, leave, offer, openText, press, until } from "./editor-support";

const PROMPT = "# top 10 values";

describe("models that are installed", () => {
  let api: CodeFusionApi;
  let user: User;
  let server: ModelServer;
  let root: string;

  before(async () => {
    api = await activated();
  });
  freshEditor({ seed: 7, candidates: 2, executionProvider: "cpu" });
  beforeEach(async () => {
    user = new User();
    user.answer = "Fetch";
    const { extensionPath } = vscode.extensions.getExtension("codefusion.codefusion") ?? assert.fail();
    const released = path.join(extensionPath, "models", "codefusion-small");
    server = await ModelServer.start(released);
    const manifest = readFileSync(path.join(released, "manifest.json"), "utf8");
    server.instead.set("manifest.json", Buffer.from(manifest.replace('"codefusion-small"', '"another"')));
    user.address = `${server.url}/manifest.json`;
    root = mkdtempSync(path.join(tmpdir(), "codefusion-host-models-"));
  });
  afterEach(async () => {
    user.leave();
    await change("model", undefined);
    await server.close();
    rmSync(root, { recursive: true, force: true });
  });

  const setting = () => vscode.workspace.getConfiguration("codefusion").get("model");
  /** The folder that the question said the models go to. */
  const store = () => /They go to (.+?)\. A download/.exec(user.heard(/Fetch a model/)[0]?.detail ?? "")?.[1] ?? "";
  const take = async (row: RegExp) => {
    user.takeRow(row);
    await press("manageModels");
  };
  const install = () => take(/Install from an address/);

  async function usedModel(): Promise<string | undefined> {
    await openText("cfrule", PROMPT, 0);
    const { done } = await offer(api);
    await leave();
    await done;
    return api.lastResult()?.model.id;
  }

  async function removeAnother(): Promise<void> {
    user.answer = "Remove";
    user.pressButton(/another/);
    const managed = press("manageModels");
    await until("it was asked", () => user.heard(/Remove the model another@/).length > 0);
    await until("it is gone", () => !readdirSync(store()).some((name) => name.includes("another")));
    await leave();
    await managed;
  }

  it("come from no host that the user does not say yes to, who is told what from where", async () => {
    user.answer = "Cancel";
    const recorder = recordConnections();
    try {
      await install();
      assert.deepEqual([recorder.opened, server.asked], [[], []]);
    } finally {
      recorder.stop();
    }
    const [question] = user.heard(/Fetch a model from 127\.0\.0\.1/);
    assert.ok(question?.detail.includes(`They come from ${server.url}/manifest.json`), question?.detail);
    assert.equal(api.lastError()?.code, "cancelled");
    assert.equal(setting(), "");
  });

  it("are used once they are chosen, and the embedded one again after they are removed", async () => {
    await install();
    assert.equal(user.heard(/another@\w+ is installed/).length, 1, api.lastError()?.line);
    assert.equal(setting(), "", "nothing is chosen unasked");
    await take(/another/);
    assert.match(String(setting()), /^another@[0-9a-f]{12}$/);
    assert.equal(await usedModel(), "another");
    await removeAnother();
    assert.ok(user.heard(/Remove the model/)[0]?.detail.includes("It is in use"));
    await until("the embedded one is chosen", () => setting() === "");
    assert.equal(await usedModel(), "codefusion-small");
  });

  it("say what is wrong where they are refused, and leave nothing", async () => {
    server.instead.set("vectors.bin", Buffer.from("other"));
    await install();
    assert.match(api.lastError()?.line ?? "", /vectors\.bin is not the file that the model's manifest describes/);
    assert.deepEqual(existsSync(store()) ? readdirSync(store()) : [], []);
    assert.equal(user.heard(/is installed/).length, 0);
  });

  it("that are chosen and not there are told as such, with what to do, and nothing sticks", async () => {
    await change("model", "gone@000000000000");
    await openText("cfrule", PROMPT, 0);
    await press("generateFromComment");
    assert.match(api.lastError()?.line ?? "", /no model gone@0+ is installed: .*Manage Models/);
    assert.equal(api.state(), "error");
    await change("model", undefined);
    assert.equal(await usedModel(), "codefusion-small");
  });
});
