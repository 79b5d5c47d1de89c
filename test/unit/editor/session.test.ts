import assert from "node:assert/strict";
import type { Candidate, GenerateProgress, GenerateRequest, GenerateResult } from "../../../extension/contract";
import { CandidateSession, type Compute } from "../../../extension/editor/offer/session";
import { CodeFusionError, cancelled } from "../../../extension/errors";
import { someHistory, someResult } from "./fixtures";

const request: GenerateRequest = { utterance: "list all files", language: "bash", count: 3, seed: 7 };

/** One call of the pipeline that the test answers when it wants. */
interface Call {
  readonly request: GenerateRequest;
  readonly signal: AbortSignal;
  readonly report: (candidates: readonly Candidate[]) => void;
  readonly resolve: (result: GenerateResult) => void;
  readonly reject: (error: Error) => void;
}

function session() {
  const calls: Call[] = [];
  const compute: Compute = (asked, signal, onProgress) =>
    new Promise((resolve, reject) => {
      const progress: GenerateProgress = { phase: "selecting", step: 0, steps: 0, preview: [] };
      const report = (candidates: readonly Candidate[]) => onProgress({ ...progress, candidates });
      signal.addEventListener("abort", () => reject(cancelled()));
      calls.push({ request: asked, signal, report, resolve, reject });
    });
  const made = new CandidateSession(request, compute);
  const call = (index: number) => calls[index] ?? assert.fail(`there was no call ${index}`);
  return { session: made, call, calls };
}

const candidate = (code: string, score = 0.5, seed = 1): Candidate => ({ code, score, seed, valid: true });
const codes = (from: CandidateSession) => from.candidates.map(({ code }) => code);
const result = (...candidates: Candidate[]): GenerateResult => ({ ...someResult([]), candidates });

async function finished(...candidates: Candidate[]) {
  const parts = session();
  const started = parts.session.start();
  parts.call(0).resolve(result(...candidates));
  await started;
  return parts;
}

describe("CandidateSession", () => {
  it("offers provisional candidates as they come, and the final ones in their place", async () => {
    const { session: made, call } = session();
    const started = made.start();
    call(0).report([]);
    call(0).report([candidate("a"), candidate("b")]);
    await started;
    assert.deepEqual([codes(made), made.busy, made.result], [["a", "b"], true, undefined]);
    call(0).report([candidate("b"), candidate("c")]);
    assert.deepEqual(codes(made), ["b", "c"]);
    const final = result(candidate("c"), candidate("b"), candidate("d"));
    call(0).resolve(final);
    await made.history(candidate("d"));
    assert.deepEqual([codes(made), made.busy, made.result], [["c", "b", "d"], false, final]);
  });

  it("rejects with what the pipeline throws when there is nothing to offer", async () => {
    const { session: made, call } = session();
    const started = made.start();
    call(0).reject(new CodeFusionError("backend-crashed", "it crashed", "try again"));
    await assert.rejects(started, /it crashed/);
    assert.equal(made.busy, false);
  });

  it("keeps what was offered when the run fails later, and says why it ended", async () => {
    const { session: made, call } = session();
    const started = made.start();
    call(0).report([candidate("a")]);
    await started;
    call(0).reject(new CodeFusionError("backend-crashed", "it crashed", "try again"));
    await assert.rejects(made.history(candidate("a")), /it crashed/);
    assert.deepEqual([codes(made), made.failure?.code, made.busy], [["a"], "backend-crashed", false]);
  });

  it("tells the history of a candidate that was chosen before the run ended", async () => {
    const { session: made, call } = session();
    const started = made.start();
    call(0).report([candidate("a", 0.2, 5)]);
    await started;
    const history = made.history(candidate("a", 0.2, 5));
    const left = assert.rejects(made.history(candidate("z")), /left this candidate out/);
    call(0).resolve({
      ...result(candidate("b"), candidate("a", 0.4, 5)),
      history: async ({ code }) => someHistory(4, { code }),
    });
    assert.equal((await history).code, "a");
    await left;
  });

  it("adds candidates of new seeds, each code once, and merges the results", async () => {
    const { session: made, call } = await finished(candidate("a"), candidate("b"));
    const varied = made.vary("more");
    assert.notEqual(call(1).request.seed, request.seed);
    const found = { ...result(candidate("b"), candidate("c")), history: async () => someHistory(3, { code: "of c" }) };
    call(1).resolve(found);
    await varied;
    assert.deepEqual(codes(made), ["a", "b", "c"]);
    assert.deepEqual(
      made.result?.candidates.map(({ code }) => code),
      ["a", "b", "c"],
    );
    assert.equal((await made.history(candidate("c"))).code, "of c", "asked of the run that drew it");
    assert.equal((await made.history(candidate("a"))).code, "a");
  });

  it("puts likelier ones first after more steps, and different ones after more samples", async () => {
    const { session: made, call } = await finished(candidate("aaaa", 0.5), candidate("aaab", 0.4));
    const likelier = made.vary("likelier");
    assert.equal(call(1).request.steps, 20);
    call(1).resolve(result(candidate("aabb", 0.9)));
    await likelier;
    assert.deepEqual(codes(made), ["aabb", "aaaa", "aaab"]);
    const diverse = made.vary("diverse");
    assert.equal(call(2).request.count, 6);
    call(2).resolve(result(candidate("xyzw", 0.1)));
    await diverse;
    assert.deepEqual(codes(made), ["aabb", "xyzw", "aaaa", "aaab"]);
  });

  it("does one thing at a time, with another seed each time", async () => {
    const { session: made, call, calls } = await finished(candidate("a"));
    const first = made.vary("more");
    await made.vary("more");
    assert.equal(calls.length, 2);
    call(1).resolve(result(candidate("b")));
    await first;
    void made.vary("more");
    assert.equal(new Set(calls.map((each) => each.request.seed)).size, 3);
  });

  it("shows why a variation failed beside what is there, until the next one", async () => {
    const { session: made, call } = await finished(candidate("a"));
    const failing = made.vary("more");
    call(1).reject(new CodeFusionError("no-valid-candidate", "none is valid", "try again"));
    await failing;
    assert.deepEqual([codes(made), made.failure?.message], [["a"], "none is valid"]);
    void made.vary("more");
    assert.equal(made.failure, undefined);
  });

  it("keeps pinned candidates on top of everything that comes", async () => {
    const { session: made, call } = await finished(candidate("a"), candidate("b"));
    made.togglePin(candidate("b"));
    assert.deepEqual([codes(made), made.isPinned(candidate("b"))], [["b", "a"], true]);
    const likelier = made.vary("likelier");
    call(1).resolve(result(candidate("c", 0.99)));
    await likelier;
    assert.deepEqual(codes(made), ["b", "c", "a"]);
    made.togglePin(candidate("b"));
    assert.deepEqual(codes(made), ["c", "a", "b"]);
  });

  it("stops the run under way, silently", async () => {
    const { session: made, call } = await finished(candidate("a"));
    const varied = made.vary("more");
    made.stop();
    await varied;
    assert.deepEqual([call(1).signal.aborted, made.failure, made.busy, codes(made)], [true, undefined, false, ["a"]]);
    made.stop();
  });

  it("tells of every change until it is no longer listened to", async () => {
    const { session: made } = await finished(candidate("a"));
    let changes = 0;
    const stop = made.onChange(() => changes++);
    made.togglePin(candidate("a"));
    stop();
    made.togglePin(candidate("a"));
    assert.equal(changes, 1);
  });
});
