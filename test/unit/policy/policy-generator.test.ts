import assert from "node:assert/strict";
import path from "node:path";
import { InferenceServer } from "../../../extension/cli/serve/server";
import type { GenerateRequest, GenerateResult, Generator } from "../../../extension/contract";
import { CodeFusionError } from "../../../extension/errors";
import { type Fallback, LocalBackend } from "../../../extension/inference";
import { findModelFolder, openModel } from "../../../extension/model";
import { createGenerator } from "../../../extension/pipeline";
import { createPolicyGenerator, type Destination, type PolicyOptions } from "../../../extension/policy";
import { type Relay, relayTo } from "./relay";

const modelsDir = path.join(__dirname, "..", "..", "..", "models");
/** Several rounds and batches, so that there is a middle to fail in. */
const REQUEST: GenerateRequest = {
  ...{ utterance: "Highlight cells greater than 85", language: "cf" },
  ...{ count: 12, steps: 4, canvas: 8, seed: 7 },
};

const codes = ({ candidates }: GenerateResult) => candidates.map(({ code }) => code);
const fails = (code: string, message: RegExp) => (error: unknown) =>
  error instanceof CodeFusionError && error.code === code && message.test(error.line);

/** The canvas of the first candidate, as a branch starts from it. */
async function firstTokens({ candidates: [first], frames }: GenerateResult): Promise<readonly number[]> {
  const read = first && (await frames(first));
  return (read?.at(-2)?.tokens ?? []).flatMap(({ id }) => id ?? []);
}

describe("who generates", function () {
  this.timeout(300_000);
  let server: InferenceServer;
  let backend: LocalBackend;
  let target: string;
  let relay: Relay;
  let here: GenerateResult;
  const open: Generator[] = [];
  let asked: { readonly destination: Destination; readonly mayAsk: boolean }[];
  let fallbacks: Fallback[];

  before(async () => {
    const model = openModel(findModelFolder(modelsDir));
    backend = new LocalBackend({ model: { ...model.manifest, files: model.graphs }, provider: "cpu" });
    server = new InferenceServer({
      ...{ model: model.manifest, backend, batchRows: 64, batchDelayMs: 0, queueRows: 512, token: "secret" },
    });
    target = await server.listen("127.0.0.1", 0);
    const local = createGenerator({ modelsDir, provider: "cpu" });
    here = await local.generate(REQUEST);
    await firstTokens(here);
    local.dispose();
  });
  after(async () => {
    await server.close();
    await backend.dispose();
  });
  beforeEach(async () => {
    relay = await relayTo(target);
    asked = [];
    fallbacks = [];
  });
  afterEach(async () => {
    for (const generator of open.splice(0)) generator.dispose();
    await relay.close();
  });

  function policy(more: Partial<PolicyOptions> = {}, answer = true): Generator {
    const generator = createPolicyGenerator({
      ...{ modelsDir, provider: "cpu", backend: "auto" },
      remote: { url: relay.url, headers: { authorization: "Bearer secret" } },
      permits: async (destination, mayAsk) => {
        asked.push({ destination, mayAsk });
        return answer;
      },
      onFallback: (fallback) => fallbacks.push(fallback),
      ...more,
    });
    open.push(generator);
    return generator;
  }

  it("is the server where there is no GPU here, with the candidates of this machine, and the result says so", async () => {
    const generator = policy();
    const result = await generator.generate(REQUEST);
    assert.deepEqual(codes(result), codes(here));
    assert.deepEqual([result.backend.kind, result.backend.host], ["remote", relay.host]);
    for (const { madeBy } of result.candidates) {
      assert.deepEqual([madeBy?.kind, madeBy?.host, madeBy?.model], ["remote", relay.host, result.model.id]);
    }
    const [first] = result.candidates;
    assert.equal(first && (await result.history(first)).backend.host, relay.host);
    assert.deepEqual(asked, [{ destination: { kind: "remote", url: relay.url }, mayAsk: true }]);
    assert.deepEqual([generator.status().kind, fallbacks], ["remote", []]);
  });

  it("is prepared only where every request is computed here, and asks no server then", async () => {
    const generator = policy();
    await generator.prepare?.("cf");
    assert.deepEqual([generator.status().state, relay.asked.length, asked.length], ["idle", 0, 0]);
    const local = policy({ backend: "local" });
    await local.prepare?.("cf");
    assert.deepEqual([local.status().state, relay.asked.length], ["ready", 0]);
  });

  it("is this machine where a GPU works, without asking for consent or the server", async () => {
    const works = { provider: "cuda", status: "works", difference: 0, ms: 1 } as const;
    const generator = policy({ provider: "auto", outcomes: new Map([["cuda", works]]) });
    const stop = new AbortController();
    // That it would run on CUDA is all there is to know: no test machine need have it.
    await generator.generate(REQUEST, { signal: stop.signal, onProgress: () => stop.abort() }).catch(() => {});
    assert.deepEqual([asked, relay.asked], [[], []]);
  });

  for (const made of [0, 2]) {
    it(`moves on in the middle, after ${made} answers, with the same seeds: nothing is lost, and it is said once`, async () => {
      relay.dieAfter(made);
      const result = await policy().generate(REQUEST);
      assert.deepEqual(codes(result), codes(here));
      assert.equal(fallbacks.length, 1);
      assert.deepEqual([fallbacks[0]?.from.host, fallbacks[0]?.to.kind], [relay.host, "local"]);
      assert.equal(result.backend.kind, "local");
      const makers = new Set(result.candidates.map(({ madeBy }) => madeBy?.kind));
      assert.ok(makers.has("local"), [...makers].join());
      const [first] = result.candidates;
      const history = first && (await result.history(first));
      assert.equal(history?.backend.kind, first?.madeBy?.kind);
      assert.equal(history?.code, first?.code);
    });
  }

  it("still tells how a candidate came about when its server is gone since", async () => {
    const result = await policy().generate(REQUEST);
    relay.fail((request) => request.socket.destroy());
    const last = result.candidates.at(-1);
    const history = last && (await result.history(last));
    assert.equal(history?.code, last?.code);
    assert.equal(history?.backend.kind, "remote", "who made it stays who made it");
  });

  it("leaves a server that has failed alone for a while, and does not say it again", async () => {
    relay.fail((request) => request.socket.destroy());
    const generator = policy({ restMs: 3_600_000 });
    assert.deepEqual(codes(await generator.generate(REQUEST)), codes(here));
    const before = relay.asked.length;
    assert.ok(before > 0);
    assert.deepEqual(codes(await generator.generate(REQUEST)), codes(here));
    assert.deepEqual([relay.asked.length, fallbacks.length], [before, 1]);
  });

  for (const [status, message] of [
    [401, /wants a token.*set the token of this server/],
    [403, /does not allow this/],
  ] as const)
    it(`tells ${status}, which is the user's to mend, and does not go on`, async () => {
      relay.fail((_, response) => response.writeHead(status).end("{}"));
      await assert.rejects(policy().generate(REQUEST), fails("backend-unavailable", message));
      assert.deepEqual(fallbacks, []);
    });

  it("never moves on after a cancel", async () => {
    relay.fail(() => {}); // It hangs.
    const stop = new AbortController();
    const run = policy().generate(REQUEST, { signal: stop.signal });
    const watch = setInterval(() => relay.asked.length > 0 && stop.abort(), 10);
    await assert.rejects(run, fails("cancelled", /cancelled/)).finally(() => clearInterval(watch));
    assert.deepEqual(fallbacks, []);
  });

  it("is the server alone where that is pinned: its failure is an error that says what to do", async () => {
    relay.fail((request) => request.socket.destroy());
    await assert.rejects(
      policy({ backend: "remote" }).generate(REQUEST),
      fails("backend-crashed", /the connection to .* broke.*: see the server's log/),
    );
    assert.deepEqual(fallbacks, []);
  });

  for (const backend of ["remote", "served"] as const)
    it(`says what to do where "${backend}" is pinned and no server is chosen`, async () => {
      const { remote: _, ...none } = { backend, remote: undefined };
      const generator = createPolicyGenerator({ modelsDir, ...none, permits: async () => true });
      open.push(generator);
      await assert.rejects(generator.generate(REQUEST), fails("bad-input", /no server is chosen.*Choose Where/));
    });

  for (const backend of ["auto", "served"] as const)
    it(`sends nothing without the user's yes (${backend})`, async () => {
      const served = { server: { url: relay.url }, model: "some" };
      const result = await policy({ backend, served }, false).generate(REQUEST, { mayAsk: false });
      assert.deepEqual(codes(result), codes(here));
      assert.equal(result.backend.kind, "local");
      assert.deepEqual([relay.asked, fallbacks], [[], []]);
      assert.deepEqual(
        asked.map(({ destination, mayAsk }) => [destination.kind, mayAsk]),
        [[backend === "served" ? "served" : "remote", false]],
      );
    });

  it("is our own model where code is refined that may not leave the machine", async () => {
    const served = { server: { url: relay.url }, model: "some" };
    const origin = { canvas: "GreaterThan(1)", time: 0.5 };
    const result = await policy({ backend: "served", served }).generate({ ...REQUEST, origin, codeStays: true });
    assert.deepEqual([result.backend.kind, relay.asked, asked], ["local", [], []]);
  });

  it("is our own model where the tokens of a canvas are noised again, whatever is served", async () => {
    const served = { server: { url: relay.url }, model: "some" };
    const tokens = await firstTokens(here);
    const origin = { canvas: tokens, time: 0.5 };
    const result = await policy({ backend: "served", served }).generate({ ...REQUEST, origin });
    assert.deepEqual([result.backend.kind, relay.asked, asked], ["local", [], []]);
  });
});
