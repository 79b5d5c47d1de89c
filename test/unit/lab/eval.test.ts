import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { CodeFusionError } from "../../../extension/errors";
import { evalReportSchema, predictionSchema } from "../../../extension/schema";
import { LAB } from "../../../models/lab/program";
import { FakeGenerator, resultOf, runnerOf } from "../cli/fake";

const run = runnerOf(LAB);

const TABLE = [
  ["City", "Sales"],
  ["a", 1],
  ["b", 9],
];
const ROWS = [
  { lang: "bash", nl: "list files", code: "ls -l" },
  { lang: "bash", nl: "print the date", code: "date" },
  { lang: "cf", nl: "highlight above 5", code: "GreaterThan(5)", data: TABLE },
];
const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

describe("lab eval", () => {
  let folder: string;
  let data: string;
  let args: string[];
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "codefusion-"));
    writeFileSync(path.join(folder, "manifest.json"), "{}");
    data = path.join(folder, "test.jsonl");
    writeFileSync(data, lines(ROWS));
    args = ["eval", "--model", folder, "--data", data, "--json"];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const answering = () =>
    new FakeGenerator((request) => resultOf(request, request.language === "cf" ? ["Equals(9)"] : ["ls -l", "ls -a"]));

  it("prints one object keyed by the languages that the data has", async () => {
    const { code, stdout, stderr } = await run(args, answering());
    assert.deepEqual([code, stderr], [0, ""]);
    const report = evalReportSchema.parse(JSON.parse(stdout));
    assert.deepEqual(Object.keys(report), ["bash", "cf"]);
    assert.deepEqual(report.bash, {
      top1: 0.5,
      top3: 0.5,
      top5: 0.5,
      n: 2,
      exactTop1: 0.5,
      exactTop5: 0.5,
      validTop1Raw: 1,
      validRaw: 0.6667,
      diversity: { unique: 1, ngram4: 1, editDistance: 0.2 },
      msPerUtterance: 6,
    });
    assert.deepEqual(report.cf?.withTable, { n: 1, top1: 1, top3: 1, top5: 1 });
  });

  it("hands each row with the settings to the pipeline", async () => {
    const generator = answering();
    await run([...args, "--count", "2", "--steps", "4", "--seed", "1", "--limit", "1"], generator);
    assert.deepEqual(generator.requests, [
      { utterance: "list files", language: "bash", table: undefined, context: undefined, count: 2, steps: 4, seed: 1 },
    ]);
    assert.ok(generator.disposed);
  });

  it("counts an utterance without valid candidates as an empty list and keeps its samples", async () => {
    const samples = [{ code: "ls |", valid: false, score: 0.1 }];
    const error = new CodeFusionError("no-valid-candidate", "nothing valid", "try another seed");
    const generator = new FakeGenerator((request) => {
      if (request.utterance === "print the date") throw Object.assign(error, { samples });
      return resultOf(request, ["ls -l"]);
    });
    const { stdout } = await run([...args, "--limit", "2"], generator);
    const { bash } = evalReportSchema.parse(JSON.parse(stdout));
    assert.deepEqual([bash?.n, bash?.top1, bash?.validTop1Raw, bash?.validRaw], [2, 0.5, 0.5, 0.3333]);
  });

  it("stops at any other failure", async () => {
    const generator = new FakeGenerator(() => {
      throw new CodeFusionError("backend-crashed", "the process ended", "run it again");
    });
    const { code, stdout } = await run(args, generator);
    assert.deepEqual([code, stdout], [1, ""]);
  });

  it("writes the predictions of every row, in order", async () => {
    const file = path.join(folder, "predictions.jsonl");
    await run([...args, "--predictions", file], answering());
    const written = readFileSync(file, "utf8").trimEnd().split("\n");
    const rows = written.map((line) => predictionSchema.parse(JSON.parse(line)));
    assert.deepEqual(rows, [
      { ...ROWS[0], candidates: ["ls -l", "ls -a"] },
      { ...ROWS[1], candidates: ["ls -l", "ls -a"] },
      { ...ROWS[2], candidates: ["Equals(9)"] },
    ]);
  });

  it("measures retrieval in the model's place, without a model", async () => {
    const pairs = path.join(folder, "train.jsonl.gz");
    writeFileSync(pairs, gzipSync(lines([...ROWS, { lang: "bash", nl: "list all", code: "ls |" }])));
    const unused = new FakeGenerator(() => {
      throw new Error("the model is not to be asked");
    });
    const options = ["--baseline", "retrieval", "--baseline-data", pairs];
    const { code, stdout } = await run(["eval", "--data", data, "--json", ...options], unused);
    assert.equal(code, 0);
    const report = evalReportSchema.parse(JSON.parse(stdout));
    assert.deepEqual([report.bash?.top1, report.cf?.top1], [1, 1]);
    assert.equal(report.bash?.validRaw, 0.6667);
  });

  it("retrieves from several files, idioms among them", async () => {
    const pairs = path.join(folder, "train.jsonl");
    const idioms = path.join(folder, "bash", "files.txt");
    mkdirSync(path.dirname(idioms), { recursive: true });
    writeFileSync(pairs, lines([{ lang: "bash", nl: "count the words", code: "wc -w" }]));
    writeFileSync(idioms, "show every process\n> ps aux\n");
    writeFileSync(data, lines([{ lang: "bash", nl: "show all processes", code: "ps aux" }]));
    const options = ["--baseline", "retrieval", "--baseline-data", pairs, idioms];
    const { stdout } = await run(["eval", "--data", data, "--json", ...options], answering());
    assert.equal(evalReportSchema.parse(JSON.parse(stdout)).bash?.top1, 1);
  });

  it("prints figures for a person without --json", async () => {
    const { stdout } = await run(args.slice(0, -1), answering());
    assert.match(stdout, /^Bash, 2 utterances\n {2}top-1, top-3, top-5 +50\.0 % {2}50\.0 % {2}50\.0 %\n/);
    assert.match(stdout, /\nCF rules, 1 utterances\n[\s\S]*with table \(1\) +100\.0 %/);
  });

  it("ends with 130 when it is cancelled and keeps the rows that it has", async () => {
    const file = path.join(folder, "predictions.jsonl");
    const controller = new AbortController();
    const generator = new FakeGenerator((request) => {
      controller.abort();
      return resultOf(request, ["ls"]);
    });
    const { code } = await run([...args, "--predictions", file], generator, { signal: controller.signal });
    assert.equal(code, 130);
    assert.equal(readFileSync(file, "utf8").trimEnd().split("\n").length, 1);
    assert.equal(generator.requests.length, 1);
  });
});
