import assert from "node:assert/strict";
import { CODEFUSION } from "../../extension/cli/program";
import type { GenerateRequest } from "../../extension/contract";
import { loadLanguage } from "../../extension/languages";
import { doctorReportSchema, historySchema } from "../../extension/schema";
import { createServedGenerator, listModels } from "../../extension/served";
import { installedServer } from "../../scripts/lib/servers.mjs";
import { runnerOf, unused } from "../unit/cli/fake";
import { relayTo } from "../unit/policy/relay";
import { type Running, startLlamaServer } from "./processes";

const python = installedServer("llamacpp");
const MODEL = "smollm2";
const TABLE = [
  ["City", "Sales"],
  ["Rome", 5],
  ["Oslo", 90],
];
const REQUEST: GenerateRequest = { utterance: "list all files, hidden ones too", language: "bash", count: 2, seed: 7 };

// Where it is not installed there are no tests, and `npm test` says so.
const suite = python ? describe : () => {};
suite("a served model on llama.cpp's server, with real weights", function () {
  this.timeout(300_000);
  let server: Running;
  before(async () => {
    server = await startLlamaServer(python ?? "", MODEL);
  });
  after(() => server?.stop());

  const open = () => createServedGenerator({ server: { url: server.url }, model: MODEL });

  it("is listed with its parameters", async () => {
    assert.deepEqual(await listModels({ url: server.url }), [
      { id: MODEL, owner: "llamacpp", parameters: 134_515_008 },
    ]);
  });

  it("writes candidates that are valid and differ, token by token", async () => {
    const result = await open().generate(REQUEST);
    const language = await loadLanguage("bash");
    assert.ok(result.candidates.length > 0);
    for (const { code, madeBy } of result.candidates) {
      assert.deepEqual(language.validate(code), { valid: true }, code);
      assert.deepEqual(madeBy, { kind: "served", provider: "llamacpp", host: new URL(server.url).host, model: MODEL });
    }
    assert.equal(new Set(result.candidates.map(({ code }) => language.normalise(code))).size, result.candidates.length);
    const [first] = result.candidates;
    assert.ok(first);
    const { stream, frames } = historySchema.parse(await result.history(first));
    assert.equal(stream, "append");
    assert.equal(frames.at(-1)?.code, first.code);
    for (const [at, { tokens }] of frames.entries()) {
      const before = frames[at - 1]?.tokens ?? [];
      assert.deepEqual(
        tokens.slice(0, before.length).map(({ text }) => text),
        before.map(({ text }) => text),
      );
      assert.ok(tokens.every(({ confidence }) => confidence !== undefined));
    }
  });

  it("writes nothing but rules where it is asked for rules: the grammar holds it to them", async () => {
    for (const table of [TABLE, undefined]) {
      const request = { ...REQUEST, utterance: "Highlight Sales greater than 85", language: "cf", table } as const;
      const { samples } = await open().generate(request);
      assert.ok(samples.length > 0);
      assert.ok(
        samples.every(({ valid }) => valid),
        samples.map(({ code }) => code).join("\n"),
      );
    }
  });

  it("writes nothing but rules where it takes schemas and no grammar: the pattern holds it to them", async () => {
    const relay = await relayTo(server.url);
    // As Ollama lists its models, which runs the same engine.
    relay.answer("/v1/models", { object: "list", data: [{ id: MODEL, owned_by: "library" }] });
    try {
      for (const table of [TABLE, undefined]) {
        const request = { ...REQUEST, utterance: "Highlight Sales greater than 85", language: "cf", table } as const;
        const generator = createServedGenerator({ server: { url: relay.url }, model: MODEL });
        const { samples, candidates, history } = await generator.generate(request);
        assert.ok(samples.length > 0);
        assert.ok(
          samples.every(({ valid }) => valid),
          samples.map(({ code }) => code).join("\n"),
        );
        const [first] = candidates;
        // What came is JSON, of which the rule is shown.
        const last = first && (await history(first)).frames.at(-1);
        assert.match(last?.tokens.map(({ text }) => text).join("") ?? "", /^\s*\{\s*"rule"/);
        assert.equal(last?.code, first?.code);
      }
    } finally {
      await relay.close();
    }
  });

  it("completes text, and says where it cannot fill gaps", async () => {
    const address = { url: server.url };
    const completing = createServedGenerator({ server: address, model: MODEL, api: "completions", temperature: 0.5 });
    assert.ok((await completing.generate({ ...REQUEST, count: 1 })).candidates.length > 0);
    // The model has no tokens for that.
    const filling = createServedGenerator({ server: address, model: MODEL, api: "infill" });
    await assert.rejects(filling.generate(REQUEST), /infill/i);
  });

  it("stops where the run is cancelled", async () => {
    const controller = new AbortController();
    const run = open().generate(REQUEST, { signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    await assert.rejects(run, { code: "cancelled" });
  });

  it("is examined by doctor", async () => {
    const args = ["doctor", "--served", server.url, "--model", MODEL, "--json"];
    const { code, stdout, line } = await runnerOf(CODEFUSION)(args, unused);
    assert.equal(code, 0, line);
    const { served } = doctorReportSchema.parse(JSON.parse(stdout));
    assert.deepEqual([served?.works, served?.server, served?.model], [true, "llamacpp", MODEL]);
    assert.ok((served?.tokensPerSecond ?? 0) > 0);
  });
});
