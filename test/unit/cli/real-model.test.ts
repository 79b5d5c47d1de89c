import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findModelFolder } from "../../../extension/model";
import {
  doctorReportSchema,
  evalReportSchema,
  type GenerateReport,
  generateReportSchema,
  samplesLineSchema,
} from "../../../extension/schema";
import { codefusion, codefusionIntoClosedPipe, ensureBuilt, lab } from "./process";

const MODELS = path.join(__dirname, "..", "..", "..", "models");
const UTTERANCES = [
  ["bash", "find all files in the current directory with extension .log larger than 10M"],
  ["python", "sort the list `x` in descending order"],
  ["cf", "Highlight cells greater than 85"],
] as const;

async function generate(args: readonly string[]): Promise<GenerateReport> {
  const { code, stdout, stderr } = await codefusion(["generate", "--json", ...args]);
  assert.deepEqual([code, stderr], [0, ""]);
  return generateReportSchema.parse(JSON.parse(stdout));
}

describe("codefusion as a process, with the released model", function () {
  this.timeout(300_000);
  let folder: string;
  before(async () => {
    await ensureBuilt();
    folder = mkdtempSync(path.join(tmpdir(), "codefusion-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const [language, utterance] of UTTERANCES)
    it(`generates distinct valid ${language} candidates`, async () => {
      const report = await generate(["--language", language, utterance]);
      assert.deepEqual([report.utterance, report.language, report.seed], [utterance, language, 7]);
      const codes = report.candidates.map(({ code }) => code);
      assert.ok(codes.length > 0 && new Set(codes).size === codes.length);
      assert.ok(codes.length === 5 || report.shortfall !== undefined, "fewer candidates come with the reason");
      assert.ok(report.candidates.every(({ valid }) => valid));
      const scores = report.candidates.map(({ score }) => score);
      assert.ok(scores.every((score) => score > 0 && score <= 1));
    });

  it("takes the provider that its messages recommend", async () => {
    const args = ["--language", "cf", "Highlight cells greater than 85"];
    const [auto, unnamed] = [await generate(["--provider", "auto", ...args]), await generate(args)];
    assert.deepEqual(auto.candidates, unnamed.candidates);
  });

  it("uses a name that only the code above tells", async () => {
    const above = path.join(folder, "above.py");
    writeFileSync(above, "scores = [5, 3]\n");
    const args = ["--language", "python", "sort scores in descending order"];
    const uses = ({ candidates }: GenerateReport) => candidates.filter(({ code }) => /\bscores\b/.test(code)).length;
    assert.ok(uses(await generate([...args, "--context", above])) > uses(await generate(args)));
    const missing = await codefusion(["generate", ...args, "--context", path.join(folder, "none.py")]);
    assert.deepEqual([missing.code, /--context/.test(missing.stderr)], [2, true]);
  });

  it("repeats itself with the same seed, with frames from the noise to the candidate", async () => {
    const args = [
      "--language",
      "cf",
      "--count",
      "2",
      "--steps",
      "4",
      "--seed",
      "3",
      "--frames",
      "Highlight duplicates",
    ];
    const [first, second] = [await generate(args), await generate(args)];
    assert.deepEqual(second.candidates, first.candidates);
    assert.equal(first.steps, 4);
    for (const { code, frames } of first.candidates) {
      assert.deepEqual(
        frames?.map(({ step }) => step),
        [4, 4, 3, 2, 1, 0],
      );
      assert.equal(frames?.at(-1)?.code, code);
    }
  });

  it("measures a test file and writes predictions", async () => {
    const data = path.join(folder, "test.jsonl");
    const table = [
      ["City", "Sales"],
      ["Rome", 5],
      ["Oslo", 9],
    ];
    const rows = [
      { lang: "cf", nl: "Highlight cells greater than 85", code: "GreaterThan(85)" },
      { lang: "cf", nl: "Highlight Sales greater than 7", code: "GreaterThan(c[1], 7)", data: table },
      { lang: "bash", nl: "list files", code: "ls" },
    ];
    writeFileSync(data, rows.map((row) => JSON.stringify(row)).join("\n"));
    const predictions = path.join(folder, "predictions.jsonl");
    const args = ["--data", data, "--steps", "4", "--predictions", predictions, "--json"];
    const { code, stdout, stderr } = await lab(["eval", ...args]);
    assert.deepEqual([code, stderr], [0, ""]);
    const { cf, bash } = evalReportSchema.parse(JSON.parse(stdout));
    assert.deepEqual([cf?.n, cf?.withTable?.n, cf?.withoutTable?.n, bash?.n], [2, 1, 1, 1]);
    assert.ok((cf?.msPerUtterance ?? 0) > 0);
    assert.equal(readFileSync(predictions, "utf8").trimEnd().split("\n").length, 3);
  });

  it("comes to the same candidates from the samples that it has written", async () => {
    const rows = UTTERANCES.map(([lang, nl]) => ({ lang, nl, code: "x" }));
    const file = (name: string) => path.join(folder, name);
    writeFileSync(file("few.jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"));
    const data = ["eval", "--json", "--data", file("few.jsonl")];
    const flags = ["--steps", "3", "--oversampling", "3", "--temperature", "0.7", "--buckets", "1"];
    const writing = ["--write-samples", file("drawn.jsonl"), "--predictions", file("live.jsonl")];
    const live = await lab([...data, ...flags, ...writing]);
    assert.deepEqual([live.code, live.stderr], [0, ""]);
    const samples = ["--samples", file("drawn.jsonl"), "--tokenizers", findModelFolder(MODELS)];
    const judged = await lab([...data, ...samples, "--predictions", file("judged.jsonl")]);
    assert.deepEqual([judged.code, judged.stderr], [0, ""]);
    assert.equal(readFileSync(file("judged.jsonl"), "utf8"), readFileSync(file("live.jsonl"), "utf8"));
    assert.deepEqual(JSON.parse(judged.stdout), JSON.parse(live.stdout));
  });

  it("draws with the decoding settings that it is told", async () => {
    const data = path.join(folder, "one.jsonl");
    writeFileSync(data, JSON.stringify({ lang: "bash", nl: "list files", code: "ls" }));
    const drawn = path.join(folder, "one-drawn.jsonl");
    const flags = ["--count", "2", "--steps", "2", "--oversampling", "10", "--buckets", "1", "--no-recall"];
    await lab(["eval", "--data", data, "--write-samples", drawn, "--json", ...flags, "--guidance", "2"]);
    const line = samplesLineSchema.parse(JSON.parse(readFileSync(drawn, "utf8")));
    assert.ok("samples" in line && line.samples.length % 20 === 0);
    assert.equal(new Set(line.samples.map(({ canvas }) => canvas)).size, 1);
    assert.ok(line.noiseWeight === undefined && line.samples.every(({ similarity }) => similarity === undefined));
    const alone = path.join(folder, "one-alone.jsonl");
    await lab(["eval", "--data", data, "--write-samples", alone, ...flags, "--guidance", "2", "--conditioning", "1"]);
    assert.notEqual(readFileSync(alone, "utf8"), readFileSync(drawn, "utf8"));
    const recall = await lab(["eval", "--data", data, "--no-recall", "--recall-time", "0.3"]);
    assert.equal(recall.code, 2);
    assert.match(recall.stderr, /--recall-time/);
  });

  it("stops at Ctrl+C with 130", async () => {
    const data = path.join(folder, "many.jsonl");
    const row = JSON.stringify({ lang: "bash", nl: "list files", code: "ls" });
    writeFileSync(data, Array.from({ length: 500 }, () => row).join("\n"));
    const predictions = path.join(folder, "some.jsonl");
    const { code, stdout } = await lab(["eval", "--data", data, "--predictions", predictions, "--json"], {
      interruptWhen: () => existsSync(predictions),
    });
    assert.deepEqual([code, stdout], [130, ""]);
  });

  it("says nothing when its reader has gone", async () => {
    const args = ["generate", "--language", "cf", "--count", "1", "--steps", "2", "Highlight duplicates"];
    const { code, stderr } = await codefusionIntoClosedPipe(args);
    assert.deepEqual([code, stderr.replace(/^codefusion: .*\n$/, "")], [0, ""]);
  });

  it("finds the model in order and the CPU at work", async () => {
    const { code, stdout } = await codefusion(["doctor", "--json"]);
    assert.equal(code, 0);
    const { model, providers } = doctorReportSchema.parse(JSON.parse(stdout));
    assert.ok(model.verified && (model.parameters ?? 0) > 0);
    assert.equal(providers.find(({ name }) => name === "cpu")?.works, true);
  });

  it("does not load a model that fails its checksum", async () => {
    const model = findModelFolder(MODELS);
    for (const name of readdirSync(model).filter((each) => each !== "code-tokenizer.json"))
      symlinkSync(path.join(model, name), path.join(folder, name));
    writeFileSync(path.join(folder, "code-tokenizer.json"), "{}");
    for (const args of [["generate", "--language", "bash", "list files"], ["doctor"]]) {
      const { code, stderr } = await codefusion([...args, "--json", "--model", folder]);
      assert.equal(code, 2);
      assert.match(stderr, /^codefusion: code-tokenizer\.json does not match its checksum [^\n]+\n$/);
    }
  });
});
