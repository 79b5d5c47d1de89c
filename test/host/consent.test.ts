/** Nothing is sent without consent: every connection of the extension host is recorded while everything is used. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { CodeFusionApi } from "../../extension/editor/shell/api";
import { USUAL_PORTS } from "../../extension/served/discover";
import { recordConnections } from "./connections";
import { User } from "./dialogs";
import {
  activated,
  change,
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
import { serveModel } from "./served-model";

const PROMPT = "# Highlight cells greater than 85";

describe("without a yes", () => {
  let api: CodeFusionApi;
  let user: User;
  let server: Awaited<ReturnType<typeof serveModel>>;

  before(async () => {
    api = await activated();
  });
  freshEditor({ seed: 7, candidates: 3, executionProvider: "cpu" });
  beforeEach(async () => {
    user = new User();
    user.answer = "Use This Machine";
    server = await serveModel(["GreaterThan(1)"]);
  });
  afterEach(async () => {
    user.leave();
    await server.close();
  });

  /** Everything that computes or tells: generate, regenerate, inline suggestions, hover, theatre. */
  async function useEverything(): Promise<void> {
    const { document } = await openText("cfrule", `${PROMPT}\n`, 0);
    await insertFirst(api);
    await until("its history is kept", () => api.histories(document).length > 0);
    const [entry] = api.histories(document);
    const { done: regenerated } = await offer(api, { id: entry?.id }, "regenerate");
    await leave();
    await regenerated;
    assert.notEqual(await hoverAt(document.uri, new vscode.Position(1, 1)), "");
    await press("showDenoising");
    await until("the theatre is open", theatreIsOpen);
    const inline = await openText("cfrule", `${PROMPT}\n\n`, 1);
    const before = api.suggested();
    await vscode.commands.executeCommand("editor.action.inlineSuggest.trigger");
    await until("suggestions were computed", () => api.suggested() !== before);
    assert.equal(inline.document.getText(), `${PROMPT}\n\n`);
  }

  for (const backend of ["auto", "remote", "served"] as const)
    it(`no connection is opened by generating, regenerating, inline suggestions, hovers or the theatre (${backend})`, async () => {
      await change("remote.url", server.url);
      await change("served.url", server.url);
      await change("served.model", server.model);
      await change("backend", backend);
      const recorder = recordConnections();
      try {
        await useEverything();
        assert.deepEqual([recorder.opened, server.paths], [[], []]);
      } finally {
        recorder.stop();
      }
      assert.equal(api.lastResult()?.backend.kind, "local");
    });

  it("the list of servers asks the usual ports of this machine, and no other machine, for nothing but models", async () => {
    const recorder = recordConnections();
    try {
      user.takeRow(/This machine alone/);
      await press("chooseBackend");
      assert.ok(recorder.opened.length > 0);
      const usual = USUAL_PORTS.map(({ port }) => `127.0.0.1:${port}`);
      assert.deepEqual([...new Set(recorder.opened)].sort(), usual.sort());
      assert.deepEqual(user.shown, []);
    } finally {
      recorder.stop();
      await change("backend", undefined);
    }
  });

  it("a server that is added is not asked either, and nothing is changed", async () => {
    user.address = server.url;
    const recorder = recordConnections();
    try {
      user.takeRow(/Another server of this model/);
      await press("chooseBackend");
      recorder.stop();
      assert.equal(user.heard(/generate code\?/).length, 1);
      assert.ok(!recorder.opened.includes(server.host));
      const config = vscode.workspace.getConfiguration("codefusion");
      assert.deepEqual([server.paths, config.get("backend"), config.get("remote.url")], [[], "auto", ""]);
    } finally {
      recorder.stop();
    }
  });
});
