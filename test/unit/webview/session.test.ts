import assert from "node:assert/strict";
import { branchRequest } from "../../../extension/editor/theatre/branch";
import { type ExportFile, exportName } from "../../../extension/editor/theatre/export-file";
import { newNonce, standaloneHtml, theatreHtml } from "../../../extension/editor/theatre/html";
import {
  type BranchWish,
  type Channel,
  type TheatreHandlers,
  TheatreSession,
} from "../../../extension/editor/theatre/session";
import { CodeFusionError } from "../../../extension/errors";
import { type CastMember, denoisingFileSchema, openingState, type TheatreState } from "../../../extension/schema";
import { sampleState } from "./theatre-page";

/** A page as the extension host sees it: what it got, and what it says. */
class FakePage implements Channel {
  readonly got: { type: string; frame?: number; state?: TheatreState }[] = [];
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
  let used: CastMember[];
  let logged: string[];
  let failures: CodeFusionError[];
  let copied: string[];
  let exported: ExportFile[];
  let onBranch: (wish: BranchWish) => Promise<CastMember>;
  let onUse: (candidate: CastMember) => void | Promise<void>;

  beforeEach(() => {
    page = new FakePage();
    used = [];
    logged = [];
    failures = [];
    copied = [];
    exported = [];
    onBranch = ({ parent, frame }) => Promise.resolve({ ...parent, seed: 99, frames: [frame] });
    onUse = (candidate) => {
      used.push(candidate);
    };
    const log = (line: string) => logged.push(line);
    const handlers: TheatreHandlers = {
      onUse: (one) => onUse(one),
      onCopy: (code) => {
        copied.push(code);
      },
      onBranch: (wish) => onBranch(wish),
      onExport: (file) => {
        exported.push(file);
      },
      standalone: ({ state, theme }) => Promise.resolve(standaloneHtml({ script: "1;", style: "a{}", state, theme })),
      log: { debug: log, warn: log, error: log },
    };
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
    await page.say({ type: "use", candidate: 9 });
    assert.deepEqual(
      failures.map((error) => error.line),
      ["the file is gone: open it again", "the theatre asked for candidate 10 of 3: show the denoising again"],
    );
    assert.equal(logged.length, 2);
  });

  it("copies the code of the frame that the user sees", async () => {
    const state = sampleState();
    session.open(state);
    await page.say({ type: "copy", candidate: 1, frame: 4 });
    assert.deepEqual(copied, [state.candidates[1]?.frames[4]?.code]);
  });

  it("adds a branch to the cast below its parent, and can use it then", async () => {
    const state = sampleState();
    session.open(state);
    await page.say({ type: "ready" });
    await page.say({ type: "branch", candidate: 1, frame: 4, pinned: [0, 2] });
    assert.deepEqual(page.kinds, ["show", "busy", "add", "busy"]);
    await page.say({ type: "use", candidate: state.candidates.length });
    assert.equal(used[0]?.seed, 99);
    await page.say({ type: "exportJson" });
    const file = denoisingFileSchema.parse(JSON.parse(exported[0]?.text ?? ""));
    assert.deepEqual(file.candidates.at(-1)?.branch, { parent: 1, step: 8, pinned: [0, 2] });
  });

  it("says why a branch came to nothing, and is ready for the next", async () => {
    session.open(sampleState());
    await page.say({ type: "ready" });
    onBranch = () => Promise.reject(new CodeFusionError("no-valid-candidate", "none is valid", "pin less"));
    await page.say({ type: "branch", candidate: 0, frame: 0, pinned: [] });
    assert.deepEqual(page.kinds, ["show", "busy", "busy"]);
    assert.equal(failures[0]?.line, "none is valid: pin less");
  });

  it("follows a live run step by step, and catches a page up that was away", async () => {
    const [whole] = sampleState().candidates;
    assert.ok(whole);
    session.open({ ...openingState([{ ...whole, frames: whole.frames.slice(0, 1) }]), live: true });
    await page.say({ type: "ready" });
    session.step(whole.frames.slice(1, 2));
    await settled();
    assert.deepEqual(page.kinds, ["show", "step"]);
    session.suspend();
    session.step(whole.frames.slice(2, 3));
    await page.say({ type: "ready" });
    assert.deepEqual(page.kinds, ["show", "step", "show"]);
    assert.deepEqual(page.got.at(-1)?.state?.candidates[0]?.frames, whole.frames.slice(0, 3));
  });

  it("exports the drawing and the page that it is given, named after the utterance", async () => {
    const state = sampleState();
    session.open(state);
    await page.say({ type: "exportSvg", svg: "<svg/>" });
    await page.say({ type: "exportHtml", state, theme: { kind: "vscode-dark", variables: {} } });
    assert.deepEqual(
      exported.map(({ name, kind }) => [name, kind]),
      [
        ["sort-the-list-x-in-descending.svg", "svg"],
        ["sort-the-list-x-in-descending.html", "html"],
      ],
    );
    assert.equal(exportName("???", "json"), "denoising.json");
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
    const policy = theatreHtml(sources, undefined, "N1").match(/Content-Security-Policy" content="([^"]*)"/)?.[1] ?? "";
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

describe("the exported page", () => {
  const theme = { kind: 'vscode-dark" onload="x', variables: { "--vscode-a": "#fff", "--vscode-b": "url(//evil)" } };
  const html = standaloneHtml({ script: "run();", style: "a{}", state: sampleState(), theme });

  it("may run its own script and style, by their hashes, and fetch nothing", () => {
    const policy = html.match(/Content-Security-Policy" content="([^"]*)"/)?.[1] ?? "";
    const [first, ...rest] = policy.split("; ");
    assert.equal(first, "default-src 'none'");
    assert.match(rest.join("; "), /^style-src ('sha256-[\w+/=]+' ?){2}; script-src 'sha256-[\w+/=]+'; base-uri 'none'/);
  });

  it("lets neither data nor theme break out of their place", () => {
    const state = openingState(sampleState().candidates.map((one) => ({ ...one, utterance: "</script><b>" })));
    const hostile = standaloneHtml({ script: "run();", style: "a{}", state, theme });
    assert.doesNotMatch(hostile, /<\/script><b>|url\(|" onload="/);
    assert.match(hostile, /\\u003c\/script>/);
  });
});

describe("a branch as a request", () => {
  const [parent] = sampleState().candidates;
  assert.ok(parent);
  const frameAt = (index: number) => parent.frames[index] ?? assert.fail("the sample has the frame");

  it("starts from the frame's tokens and time, with its own seed and the pinned positions", () => {
    const frame = frameAt(4);
    const request = branchRequest({ parent, frame, pinned: [3] }, 5);
    assert.equal(request.seed, 5);
    assert.equal(request.utterance, parent.utterance);
    assert.deepEqual(request.origin, { canvas: frame.tokens.map(({ id }) => id), time: frame.t, pinned: [3] });
    assert.equal("pinned" in (branchRequest({ parent, frame, pinned: [] }, 5).origin ?? {}), false);
  });

  it("starts anew from the final code where something is pinned, and is refused where nothing would change", () => {
    const frame = frameAt(12);
    assert.equal(branchRequest({ parent, frame, pinned: [0] }, 5).origin?.time, 1);
    assert.throws(() => branchRequest({ parent, frame, pinned: [] }, 5), /no noise left/);
    const unknown = { ...frameAt(4), tokens: [{ text: "x", confidence: 1 }] };
    assert.throws(() => branchRequest({ parent, frame: unknown, pinned: [] }, 5), /do.* not tell its tokens' ids/);
  });
});
