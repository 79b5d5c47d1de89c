import assert from "node:assert/strict";
import { newNonce, theatreHtml } from "../../../extension/editor/theatre/html";
import { type Channel, TheatreSession } from "../../../extension/editor/theatre/session";
import { CodeFusionError } from "../../../extension/errors";
import type { History } from "../../../extension/schema";
import { sampleState } from "./theatre-page";

/** A page as the extension host sees it: what it got, and what it says. */
class FakePage implements Channel {
  readonly got: { type: string; frame?: number }[] = [];
  reachable = true;
  private listener: (message: unknown) => void = () => {};

  postMessage(message: { type: string }): Promise<boolean> {
    if (this.reachable) this.got.push(message);
    return Promise.resolve(this.reachable);
  }

  onDidReceiveMessage = (listener: (message: unknown) => unknown) => {
    this.listener = listener;
    return { dispose: () => undefined };
  };

  /** Says `message` and waits for what follows from it. */
  async say(message: unknown): Promise<void> {
    this.listener(message);
    await settled();
  }

  get kinds(): string[] {
    return this.got.map((message) => message.type);
  }
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe("the conversation with the theatre's page", () => {
  let page: FakePage;
  let session: TheatreSession;
  let used: History[];
  let logged: string[];
  let failures: CodeFusionError[];
  let onUse: (candidate: History) => void | Promise<void>;

  beforeEach(() => {
    page = new FakePage();
    used = [];
    logged = [];
    failures = [];
    onUse = (candidate) => {
      used.push(candidate);
    };
    const log = (line: string) => logged.push(line);
    const handlers = { onUse: (one: History) => onUse(one), log: { debug: log, warn: log, error: log } };
    session = new TheatreSession(page, handlers, (error) => failures.push(error));
  });

  it("waits until the page is ready, then shows and seeks", async () => {
    session.open(sampleState());
    session.seek(4);
    await settled();
    assert.deepEqual(page.kinds, []);
    await page.say({ type: "ready" });
    assert.deepEqual(page.kinds, ["show", "seek"]);
    session.seek(5);
    await settled();
    assert.equal(page.got.at(-1)?.frame, 5);
  });

  it("leaves a page that comes back to what it had saved", async () => {
    session.open(sampleState());
    await page.say({ type: "ready" });
    session.suspend();
    await page.say({ type: "ready" });
    assert.deepEqual(page.kinds, ["show"]);
  });

  it("keeps the latest of what a hidden page could not be told", async () => {
    await page.say({ type: "ready" });
    session.suspend();
    session.open(sampleState());
    session.seek(1);
    session.seek(2);
    await settled();
    assert.deepEqual(page.kinds, []);
    await page.say({ type: "ready" });
    assert.deepEqual(page.kinds, ["show", "seek"]);
    assert.equal(page.got.at(-1)?.frame, 2);
  });

  it("delivers again what was lost on the way", async () => {
    await page.say({ type: "ready" });
    page.reachable = false;
    session.open(sampleState());
    await settled();
    page.reachable = true;
    await page.say({ type: "ready" });
    assert.deepEqual(page.kinds, ["show"]);
  });

  it("forgets a seek that was meant for what it showed before", async () => {
    session.seek(9);
    session.open(sampleState());
    await page.say({ type: "ready" });
    assert.deepEqual(page.kinds, ["show"]);
  });

  it("hands over the candidate that the user wants", async () => {
    const state = sampleState();
    session.open(state);
    await page.say({ type: "use", candidate: 1 });
    assert.deepEqual(used, [state.candidates[1]]);
    assert.deepEqual(failures, []);
  });

  it("tells the user when a candidate cannot be used, and logs why", async () => {
    session.open(sampleState());
    onUse = () => Promise.reject(new CodeFusionError("bad-input", "the file is gone", "open it again"));
    await page.say({ type: "use", candidate: 0 });
    await page.say({ type: "use", candidate: 3 });
    assert.deepEqual(
      failures.map((error) => error.line),
      ["the file is gone: open it again", "the theatre asked for candidate 4 of 3: show the denoising again"],
    );
    assert.equal(logged.length, 2);
  });

  it("says nothing to a user who cancelled", async () => {
    session.open(sampleState());
    onUse = () => Promise.reject(new CodeFusionError("cancelled", "the run was cancelled", "run it again"));
    await page.say({ type: "use", candidate: 0 });
    assert.deepEqual(failures, []);
  });

  it("ignores and logs what it does not understand, and logs what the page reports", async () => {
    session.open(sampleState());
    for (const message of [undefined, {}, { type: "use", candidate: "0" }, { type: "use", candidate: -1 }]) {
      await page.say(message);
    }
    await page.say({ type: "error", message: "the page broke" });
    assert.equal(logged.length, 5);
    assert.match(logged.at(-1) ?? "", /the page broke/);
    assert.deepEqual(used, []);
  });
});

describe("the theatre's html", () => {
  const sources = { cspSource: "https://x.test", script: 'a"b.js', style: "c.css" };

  it("forbids everything but the style sheet's origin and the one script with the nonce", () => {
    const policy = theatreHtml(sources, "N1").match(/Content-Security-Policy" content="([^"]*)"/)?.[1] ?? "";
    assert.deepEqual(policy.split("; ").sort(), [
      "base-uri 'none'",
      "default-src 'none'",
      "form-action 'none'",
      "script-src 'nonce-N1'",
      "style-src https://x.test",
    ]);
  });

  it("has a fresh nonce of 128 bits each time, and escapes what it is given", () => {
    assert.notEqual(newNonce(), newNonce());
    assert.equal(Buffer.from(newNonce(), "base64url").length, 16);
    assert.ok(theatreHtml(sources).includes('src="a&quot;b.js"'));
    assert.doesNotMatch(theatreHtml(sources), /unsafe| on[a-z]+=| style=/);
  });
});
