/** Servers that generate in this machine's place: nothing is sent without a yes, and a failure loses nothing. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import type { CodeFusionApi } from "../../extension/editor/shell/api";
import { type Relay, relayTo } from "../unit/policy/relay";
import { recordConnections } from "./connections";
import { User } from "./dialogs";
import {
  accept,
  activated,
  change,
  freshEditor,
  hoverAt,
  leave,
  offer,
  openText,
  press,
  until,
} from "./editor-support";
import { serveModel } from "./served-model";

const TOKEN = "a-token-that-nobody-may-read";
const PROMPT = "# top 10 values";

/** `codefusion serve` as users run it, with the released model. */
async function startServe(tokenFile: string): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const root = vscode.extensions.getExtension("codefusion.codefusion")?.extensionPath ?? assert.fail("not installed");
  const args = ["serve", "--port", "0", "--provider", "cpu", "--token-file", tokenFile];
  const child = spawn(process.execPath, [path.join(root, "dist", "cli.js"), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
  });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding("utf8").once("data", resolve);
    child.once("exit", (code) => reject(new Error(`serve ended with ${code}`)));
  });
  return { url: /https?:\S+/.exec(line)?.[0] ?? "", child };
}

describe("servers", () => {
  let api: CodeFusionApi;
  let serve: { readonly url: string; readonly child: ChildProcess };
  let relay: Relay;
  let folder: string;
  let user: User;
  let here: readonly string[];

  before(async () => {
    api = await activated();
    folder = mkdtempSync(path.join(tmpdir(), "codefusion-servers-"));
    const tokenFile = path.join(folder, "token");
    writeFileSync(tokenFile, TOKEN);
    serve = await startServe(tokenFile);
  });
  after(() => {
    serve.child.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  freshEditor({ seed: 7, candidates: 3, executionProvider: "cpu" });
  beforeEach(async () => {
    user = new User();
    relay = await relayTo(serve.url);
  });
  afterEach(async () => {
    await press("withdrawConsent");
    await press("forgetServerToken");
    user.leave();
    await relay.close();
  });

  /** Asks for candidates and leaves the list; gives their code. */
  async function generated(): Promise<readonly string[]> {
    await openText("cfrule", PROMPT, 0);
    const { done } = await offer(api);
    const codes = api.offered()?.map(({ code }) => code) ?? [];
    await leave();
    await done;
    return codes;
  }

  async function setToken(): Promise<void> {
    user.typed = TOKEN;
    await press("setServerToken");
  }

  it("are asked nothing while code is generated here, and nobody else is", async () => {
    const recorder = recordConnections();
    try {
      here = await generated();
      assert.ok(here.length > 0);
      assert.deepEqual([recorder.opened, user.shown], [[], []]);
    } finally {
      recorder.stop();
    }
  });

  for (const backend of ["auto", "remote", "served"] as const)
    it(`are asked nothing before the user says yes, who is told what would go where (${backend})`, async () => {
      await change(backend === "served" ? "served.url" : "remote.url", relay.url);
      await change("served.model", "some-model");
      await change("backend", backend);
      const recorder = recordConnections();
      try {
        user.answer = "Use This Machine";
        assert.deepEqual(await generated(), here);
        assert.deepEqual(await generated(), here, "who was declined is not asked about again");
        assert.deepEqual([recorder.opened, relay.asked], [[], []]);
      } finally {
        recorder.stop();
      }
      assert.equal(api.lastResult()?.backend.kind, "local");
      const questions = user.heard(/generate code\?/);
      assert.equal(questions.length, 1);
      assert.ok(questions[0]?.message.includes(relay.host));
      assert.match(questions[0]?.detail ?? "", /Sent with every request: the comment/);
      assert.ok(questions[0]?.detail.includes(relay.url));
    });

  it("are asked alone after a yes; a token that is missing is said, and one that is set goes nowhere else", async () => {
    await change("remote.url", relay.url);
    await change("backend", "remote");
    const recorder = recordConnections();
    try {
      await openText("cfrule", PROMPT, 0);
      const before = api.lastError();
      await press("generateFromComment");
      assert.notEqual(api.lastError(), before);
      assert.match(api.lastError()?.line ?? "", /wants a token.*set the token of this server/);
      assert.equal(api.state(), "error");
      await setToken();
      assert.deepEqual(await generated(), here, "the same seed, the same candidates");
      assert.equal(user.heard(/generate code\?/).length, 1);
      // The relay of this test asks the server behind it from this same process.
      assert.deepEqual([...new Set(recorder.opened)].sort(), [relay.host, new URL(serve.url).host].sort());
    } finally {
      recorder.stop();
    }
    assert.ok(relay.tokens.includes(`Bearer ${TOKEN}`));
    assert.deepEqual([api.lastResult()?.backend.kind, api.lastResult()?.backend.host], ["remote", relay.host]);
    assert.ok(api.statusText().includes(relay.host), api.statusText());
    const settings = JSON.stringify(vscode.workspace.getConfiguration("codefusion"));
    assert.ok(!settings.includes(TOKEN) && !JSON.stringify(api.lastResult()).includes(TOKEN));
    assert.ok(!JSON.stringify(user.shown).includes(TOKEN));
  });

  it("are named by the hover of what they made", async () => {
    await change("remote.url", relay.url);
    await change("backend", "remote");
    await setToken();
    const { document } = await openText("cfrule", `${PROMPT}\n`, 0);
    const { done } = await offer(api);
    await accept();
    await done;
    const hover = await until("its history is told", () => hoverAt(document.uri, new vscode.Position(1, 1)));
    assert.match(hover.replaceAll("\\", ""), new RegExp(`computed at ${relay.host}`));
  });

  it("that die in the middle lose nothing: this machine goes on with the same seeds, and it is said once", async () => {
    await change("remote.url", relay.url);
    await setToken();
    relay.dieAfter(1);
    assert.deepEqual(await generated(), here);
    assert.equal(user.heard(/This machine went on with the same seeds/).length, 1);
    assert.equal(api.state(), "idle");
    assert.ok(api.lastResult()?.candidates.every(({ madeBy }) => madeBy !== undefined));
    assert.equal(api.lastResult()?.backend.kind, "local");
  });

  it("are checked: whether they work and how fast, or what is wrong", async () => {
    await change("remote.url", relay.url);
    await setToken();
    await press("checkServer");
    assert.equal(
      user.heard(/127\.0\.0\.1:\d+ works: .*version .*a round trip of \d+ ms, \d+ tokens a second/).length,
      1,
    );
    await relay.close();
    await press("checkServer");
    assert.match(api.lastError()?.line ?? "", /nothing answers at .*: check the server's address/);
  });

  it("are asked about again once consent is withdrawn", async () => {
    await change("remote.url", relay.url);
    await setToken();
    await generated();
    await press("withdrawConsent");
    const asked = relay.asked.length;
    user.answer = "Use This Machine";
    assert.deepEqual(await generated(), here);
    assert.deepEqual([relay.asked.length, user.heard(/generate code\?/).length], [asked, 2]);
  });

  it("that serve other models are sent the comment and the code above it, and their samples are judged as ours", async () => {
    const model = await serveModel(["```\ntop(c[0],10)\n```", "top(10)", "this is no rule", "GreaterThan(10)"]);
    try {
      await change("served.url", model.url);
      await change("served.model", model.model);
      await change("backend", "served");
      const { document } = await openText("cfrule", `# first of all\nGreaterThan(99)\n${PROMPT}\n`, 2);
      const { done } = await offer(api);
      const codes = api.offered()?.map(({ code }) => code) ?? [];
      assert.ok(codes.includes("top(10)"), codes.join());
      assert.ok(!codes.some((code) => code.includes("no rule")));
      await accept();
      await done;
      assert.ok(model.bodies.length > 0 && model.bodies.every((body) => body.includes("top 10 values")));
      const hover = await until("its history is told", () => hoverAt(document.uri, new vscode.Position(3, 1)));
      assert.ok(hover.replaceAll("\\", "").includes(model.host), hover);
      assert.match(
        user.heard(/generate code\?/)[0]?.message ?? "",
        /Let tiny-coder at 127\.0\.0\.1:\d+ generate code\?/,
      );
    } finally {
      await model.close();
    }
  });

  it("that serve other models are sent no code of files that the user excludes, whatever the workspace says", async () => {
    const model = await serveModel(["top(10)"]);
    const workspace = async (value: unknown) =>
      vscode.workspace.getConfiguration("codefusion").update("served.exclude", value, false);
    try {
      await change("served.url", model.url);
      await change("served.model", model.model);
      await change("backend", "served");
      for (const [globs, ofWorkspace, isSent] of [
        [{ "**/*.sh": true }, undefined, true],
        [{ "**/*.cfrule": true }, undefined, false],
        [{ "**/*.cfrule": true }, { "**/*.cfrule": false }, false],
        [{}, { "**/*.cfrule": true }, false],
      ] as const) {
        await change("served.exclude", globs);
        await workspace(ofWorkspace);
        model.bodies.splice(0);
        await openText("cfrule", `GreaterThan(4711)\n${PROMPT}\n`, 1);
        const { done } = await offer(api);
        await leave();
        await done;
        assert.ok(model.bodies.length > 0 && model.bodies.every((body) => body.includes("top 10 values")));
        const about = `${JSON.stringify(globs)} ${JSON.stringify(ofWorkspace)}`;
        assert.equal(
          model.bodies.some((body) => body.includes("4711")),
          isSent,
          about,
        );
      }
    } finally {
      await workspace(undefined);
      await model.close();
    }
  });

  it("cannot be chosen by a workspace, trusted or not", async () => {
    const [root] = vscode.workspace.workspaceFolders ?? [];
    const file = path.join(root?.uri.fsPath ?? assert.fail("no folder is open"), ".vscode", "settings.json");
    mkdirSync(path.dirname(file), { recursive: true });
    const settings = { "codefusion.candidates": 2, "codefusion.backend": "remote", "codefusion.remote.url": relay.url };
    writeFileSync(file, JSON.stringify(settings));
    try {
      const config = () => vscode.workspace.getConfiguration("codefusion");
      await until("the folder's settings are read", () => config().inspect("candidates")?.workspaceValue === 2);
      assert.deepEqual([config().get("backend"), config().get("remote.url")], ["auto", ""]);
      await generated();
      assert.deepEqual([relay.asked, user.shown], [[], []]);
    } finally {
      rmSync(file);
      await until(
        "they are gone",
        () => vscode.workspace.getConfiguration("codefusion").inspect("candidates")?.workspaceValue === undefined,
      );
    }
  });

  it("are reached through the editor's proxy", async () => {
    const proxy = await startProxy(relay.url);
    const http = vscode.workspace.getConfiguration("http");
    await http.update("proxy", proxy.url, vscode.ConfigurationTarget.Global);
    try {
      await change("remote.url", "http://models.test:8080");
      await change("backend", "remote");
      await setToken();
      assert.deepEqual(await generated(), here);
      assert.ok(
        proxy.asked.length > 0 && proxy.asked.every((target) => target.includes("models.test")),
        proxy.asked.join(),
      );
    } finally {
      await http.update("proxy", undefined, vscode.ConfigurationTarget.Global);
      proxy.server.close();
    }
  });
});

/** An HTTP proxy that leads every name to one server. */
async function startProxy(target: string): Promise<{ server: Server; url: string; asked: readonly string[] }> {
  const asked: string[] = [];
  const { hostname, port } = new URL(target);
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(501).end();
  });
  server.on("connect", (request, client, head) => {
    asked.push(request.url ?? "");
    const onward = connect(Number(port), hostname, () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      onward.write(head);
      onward.pipe(client);
      client.pipe(onward);
    });
    onward.on("error", () => client.destroy());
    client.on("error", () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
