import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { evaluationRecordSchema, type Frame, type History } from "../../../extension/schema";
import { LAB } from "../../../models/lab/program";
import { FakeGenerator, resultOf, runnerOf } from "../cli/fake";

import { ensureBuilt, lab } from "../cli/process";

const run = runnerOf(LAB);

const MODEL = path.join(__dirname, "..", "..", "..", "models", "codefusion-small");
const ROWS = [
  { lang: "bash", nl: "list files", code: "ls -l" },
  { lang: "bash", nl: "print the date", code: "date" },
  { lang: "cf", nl: "highlight above 5", code: "GreaterThan(5)" },
];
const TRAINING = { configuration: "tiny", parameters: 12, examples: 34, seconds: 5.5, stages: [{ name: "main" }] };

const frame = (step: number, code: string, confidence: number): Frame => ({
  ...{ step, t: step / 2, source: "decoder", code, valid: code === "ls -l", editDistance: 0 },
  tokens: [{ id: 1, text: code, confidence }],
});

describe("lab eval --record", () => {
  let folder: string;
  let args: string[];
  const at = (name: string) => path.join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "codefusion-"));
    writeFileSync(at("manifest.json"), readFileSync(path.join(MODEL, "manifest.json")));
    writeFileSync(at("test-some-public.jsonl"), ROWS.map((row) => JSON.stringify(row)).join("\n"));
    args = ["eval", "--model", folder, "--data", at("test-some-public.jsonl"), "--json", "--record", at("record.json")];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const named = ["--group", "decoding", "--system", "codefusion-small"];
  const answering = () =>
    new FakeGenerator((request) => {
      const history = async (): Promise<History> => ({
        ...{ version: 1, utterance: request.utterance, language: request.language, code: "ls -l", score: 1, seed: 1 },
        ...{ steps: 2, modelId: "fake", backend: { kind: "local", provider: "cpu" } },
        frames: [frame(2, "xy", 0.25), frame(1, "ls -a", 0.5), frame(0, "ls -l", 0.75)],
      });
      return resultOf(request, ["ls -l"], { history });
    });
  const recorded = () => evaluationRecordSchema.parse(JSON.parse(readFileSync(at("record.json"), "utf8")));

  it("says what was measured, of what, how and by which settings, with the printed figures", async () => {
    writeFileSync(at("training.json"), JSON.stringify(TRAINING));
    const part = ["--language", "bash", "--every", "2", "--limit", "4"];
    const settings = ["--temperature", "0.8", "--recall-time", "0.25", "--steps", "3"];
    const more = ["--note", "a trial", "--training", at("training.json")];
    const { code, line, stdout } = await run([...args, ...named, ...part, ...settings, ...more], answering());
    assert.equal(code, 0, line);
    const { settings: own, ...record } = recorded();
    assert.deepEqual(record, {
      format: 1,
      group: "decoding",
      system: "codefusion-small",
      note: "a trial",
      testSet: { name: "some-public", rows: 3, language: "bash", every: 2, limit: 4 },
      training: TRAINING,
      figures: JSON.parse(stdout),
    });
    assert.deepEqual([own.steps, own.temperature, own.recall?.time, own.guidance], [3, 0.8, 0.25, 1]);
    assert.deepEqual([own.count, own.seed, own.ranking], [5, 7, "consensus"]);
  });

  it("measures how candidates approach their final code", async () => {
    await run([...args, ...named, "--gradual", "--language", "bash"], answering());
    assert.deepEqual(recorded().gradual, [
      { step: 2, of: 2, n: 2, distance: 1, confidence: 0.25, valid: 0 },
      { step: 1, of: 2, n: 2, distance: 0.2, confidence: 0.5, valid: 0 },
      { step: 0, of: 2, n: 2, distance: 0, confidence: 0.75, valid: 1 },
    ]);
  });

  const faults: Record<string, { more: string[]; says: RegExp }> = {
    "a record without a group": { more: ["--system", "x"], says: /--group/ },
    "a record without a system": { more: ["--group", "steps"], says: /--system/ },
    "a group that does not exist": { more: ["--system", "x", "--group", "published"], says: /shipped/ },
    "a training file that does not exist": { more: [...named, "--training", "none.json"], says: /none\.json/ },
    "a record in a folder that does not exist": {
      more: [...named, "--record", "/no/such/folder/record.json"],
      says: /cannot write/,
    },
    "ways that another system went": {
      more: [...named, "--gradual", "--baseline", "retrieval", "--baseline-data", "FOLDER/test-some-public.jsonl"],
      says: /--gradual/,
    },
  };
  for (const [name, { more, says }] of Object.entries(faults))
    it(`refuses ${name}`, async () => {
      const generator = answering();
      const { code, line } = await run([...args, ...more.map((arg) => arg.replace("FOLDER", folder))], generator);
      assert.equal(code, 2, line);
      assert.equal(generator.requests.length, 0, "said before anything is measured");
      assert.match(line ?? "", says);
    });

  it("refuses what is for records where none is written", async () => {
    for (const more of [["--gradual"], ["--note", "x"], ["--system", "x"], ["--group", "steps"]]) {
      const { code, line } = await run([...args.slice(0, -2), ...more], answering());
      assert.equal(code, 2);
      assert.match(line ?? "", /--record/);
    }
  });

  it("asks the released encoder how alike the candidates are", async () => {
    await ensureBuilt();
    writeFileSync(at("bash.jsonl"), JSON.stringify(ROWS[0]));
    const embedding = async (texts: readonly string[]) => {
      writeFileSync(at("texts.jsonl"), JSON.stringify({ texts }));
      const samples = ["--data", at("bash.jsonl"), "--samples", at("texts.jsonl"), "--embedding", "--model", MODEL];
      const { code, stdout, stderr } = await lab(["eval", "--json", ...samples]);
      assert.equal(code, 0, stderr);
      return JSON.parse(stdout).bash.diversity.embedding as number;
    };
    const [near, far] = [await embedding(["ls -l", "ls -a"]), await embedding(["ls -l", "kill -9 1"])];
    assert.ok(near > far, `${near} against ${far}`);
    assert.ok(near < 1 && far > -1);
    assert.equal(await embedding(["date"]), 0);
  });
});
