/** A server is added by its address, with a token where it wants one; what does not work is not chosen. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as vscode from "vscode";
import type { CodeFusionApi } from "../../extension/editor/shell/api";
import { User } from "./dialogs";
import { activated, change, freshEditor, leave, offer, openText, press } from "./editor-support";
import { serveModel } from "./served-model";

const TOKEN = "the-right-token";
const PROMPT = "# Highlight cells greater than 85";

describe("a server that is added", () => {
  let api: CodeFusionApi;
  let user: User;
  let server: Awaited<ReturnType<typeof serveModel>>;

  before(async () => {
    api = await activated();
  });
  freshEditor({ seed: 7, candidates: 2, executionProvider: "cpu" });
  beforeEach(async () => {
    user = new User();
    server = await serveModel(["GreaterThan(85)", "GreaterThan(58)"], TOKEN);
    user.address = server.url;
  });
  afterEach(async () => {
    await press("withdrawConsent");
    await press("forgetServerToken");
    user.leave();
    // The command wrote them, so no test's own change undoes them.
    for (const key of ["backend", "remote.url", "served.url", "served.model"]) await change(key, undefined);
    await server.close();
  });

  async function add(row: RegExp = /Another server of other models/): Promise<void> {
    user.takeRow(row);
    await press("chooseBackend");
  }

  function chosen(): readonly unknown[] {
    const config = vscode.workspace.getConfiguration("codefusion");
    return ["backend", "remote.url", "served.url", "served.model"].map((key) => config.get(key));
  }
  const NOTHING = ["auto", "", "", ""];

  it("is asked for its token once, which is kept, and generates from then on", async () => {
    user.typed = TOKEN;
    await add();
    assert.deepEqual(chosen(), ["served", "", server.url, server.model]);
    assert.equal(user.boxes.filter((title) => /Token of/.test(title)).length, 1);
    assert.deepEqual(server.tokens, [undefined, `Bearer ${TOKEN}`], "refused once, then asked again with the token");
    await openText("cfrule", PROMPT, 0);
    const { done } = await offer(api);
    assert.ok(api.offered()?.some(({ code }) => code === "GreaterThan(85)"));
    await leave();
    await done;
    assert.equal(user.boxes.filter((title) => /Token of/.test(title)).length, 1, "it is not asked for again");
    assert.ok(server.tokens.slice(1).every((token) => token === `Bearer ${TOKEN}`));
    assert.ok(!JSON.stringify(vscode.workspace.getConfiguration("codefusion")).includes(TOKEN));
  });

  it("says so where the token is wrong, and is not chosen", async () => {
    user.typed = "another-token";
    const before = api.lastError();
    await add();
    assert.notEqual(api.lastError(), before);
    assert.match(api.lastError()?.line ?? "", /wants a token, or another one: set the token of this server/);
    assert.deepEqual(chosen(), NOTHING);
  });

  it("is not chosen where the token is not given, and no file is touched", async () => {
    const { document } = await openText("cfrule", PROMPT, 0);
    const before = api.lastError();
    await add();
    assert.deepEqual([chosen(), api.lastError()], [NOTHING, before]);
    assert.deepEqual([document.getText(), document.isDirty], [PROMPT, false]);
  });

  for (const [address, complaint] of [
    ["ftp://models.test", /An address of ftp: cannot be asked.*give one like/i],
    ["http://", /is not an address/],
    ["https://me:secret@models.test", /holds a name or a password/],
    ["https://models.test/?key=1", /question mark or a hash sign/],
  ] as const)
    it(`is refused while it is typed where it is none (${address})`, async () => {
      user.address = address;
      await add();
      assert.equal(user.heard(complaint).length, 1, JSON.stringify(user.shown));
      assert.equal(user.heard(/generate code\?/).length, 0);
      assert.deepEqual(chosen(), NOTHING);
    });

  for (const row of [/Another server of this model/, /Another server of other models/])
    it(`is not chosen where it is no such server (${row.source})`, async () => {
      const page = createServer((_, response) => void response.end("<html>hello</html>"));
      await new Promise<void>((resolve) => page.listen(0, "127.0.0.1", resolve));
      user.address = `127.0.0.1:${(page.address() as AddressInfo).port}`;
      const before = api.lastError();
      try {
        await add(row);
        assert.notEqual(api.lastError(), before);
        assert.match(api.lastError()?.line ?? "", /cannot be read.*: ./);
        assert.deepEqual(chosen(), NOTHING);
      } finally {
        page.close();
        page.closeAllConnections();
      }
    });

  it("is not chosen where nothing listens", async () => {
    await server.close();
    await add(/Another server of this model/);
    assert.match(api.lastError()?.line ?? "", /nothing answers at .*: check the server's address/);
    assert.deepEqual(chosen(), NOTHING);
  });
});
