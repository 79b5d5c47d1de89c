import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { readCodeTokenizer } from "../../../extension/cli/tokenizers";
import type { GenerateRequest } from "../../../extension/contract";
import { evalReportSchema, predictionSchema, samplesLineSchema } from "../../../extension/schema";
import { LAB } from "../../../models/lab/program";
import { FakeGenerator, resultOf, runnerOf, TABLE, unused } from "../cli/fake";

const run = runnerOf(LAB);

const MODEL = path.join(__dirname, "..", "..", "..", "models", "codefusion-small");
const ROWS = [
  { lang: "cf", nl: "Highlight Sales greater than 85", code: "GreaterThan(c[1],85)", data: TABLE },
  { lang: "bash", nl: "list files in '/tmp'", code: "ls /tmp" },
  { lang: "bash", nl: "print the date", code: "date" },
];
const tokenizer = readCodeTokenizer(MODEL);
const drawn = (slotted: string, probability: number, canvas = 16) => {
  const ids = tokenizer.encode(slotted);
  return { ids: [...ids, ...Array.from({ length: canvas - ids.length }, () => tokenizer.pad)], probability, canvas };
};
const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

describe("lab eval --samples", () => {
  let folder: string;
  let data: string;
  const file = (name: string, content: string | Buffer) => {
    const full = path.join(folder, name);
    writeFileSync(full, content);
    return full;
  };
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "codefusion-"));
    data = file("test.jsonl", lines(ROWS));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const evaluate = async (samples: readonly object[], ...more: string[]) => {
    const predictions = path.join(folder, "predictions.jsonl");
    const samplesFile = file("samples.jsonl", lines(samples));
    const outputs = ["--predictions", predictions, "--json"];
    const args = ["eval", "--data", data, "--samples", samplesFile, "--tokenizers", MODEL, ...outputs, ...more];
    const ending = await run(args, unused);
    if (ending.code !== 0) return { ...ending, report: {}, candidates: [] };
    const rows = readFileSync(predictions, "utf8").trimEnd().split("\n");
    const candidates = rows.map((row) => predictionSchema.parse(JSON.parse(row)).candidates);
    return { ...ending, report: evalReportSchema.parse(JSON.parse(ending.stdout)), candidates };
  };
  const FIRST = { samples: [drawn("GreaterThan(\uE011,\uE001)", 0.9), drawn("Top(", 0.95)], milliseconds: 10 };
  const THIRD = { samples: [drawn("date", 0.5), drawn("ls", 0.4), drawn("ls -l", 0.3), drawn("ls -a", 0.3)] };

  it("puts slots and columns back, filters, and gives the figures of the product's chain", async () => {
    const second = { samples: [{ ids: tokenizer.encode("ls \uE000"), probability: 0.8 }], milliseconds: 5 };
    const { candidates, report } = await evaluate([FIRST, second, { ...THIRD, milliseconds: 25 }]);
    assert.deepEqual(candidates[0], ["GreaterThan(c[1],85)"]);
    assert.deepEqual(candidates[1], ["ls /tmp"]);
    assert.deepEqual([report.cf?.top1, report.cf?.validTop1Raw, report.cf?.validRaw], [1, 1, 0.5]);
    assert.deepEqual([report.bash?.n, report.bash?.msPerUtterance], [2, 15]);
  });

  it("leaves the time out where no one took it", async () => {
    const { report } = await evaluate([FIRST, THIRD, THIRD]);
    assert.equal(report.bash?.msPerUtterance, undefined);
  });

  it("takes the utterance's slots as none where the system was trained without", async () => {
    const spelled = { samples: [drawn("ls /tmp", 0.5), drawn("ls \uE000", 0.9)] };
    const { candidates } = await evaluate([FIRST, spelled, THIRD], "--no-slots");
    assert.deepEqual(candidates[1], ["ls /tmp"]);
  });

  it("orders as it is told: agreement, single likelihood, brevity, or as drawn", async () => {
    const first = async (ranking: string) => {
      const samples = [drawn("ls -l", 0.35), drawn("date", 0.5), drawn("ls -a", 0.34), drawn("ls -l", 0.3)];
      const { candidates } = await evaluate([FIRST, THIRD, { samples }], "--ranking", ranking);
      return candidates[2];
    };
    assert.deepEqual((await first("first"))?.slice(0, 2), ["ls -l", "date"]);
    assert.deepEqual((await first("likelihood"))?.slice(0, 3), ["date", "ls -l", "ls -a"]);
    assert.equal((await first("consensus"))?.[0], "ls -l");
    const long = [drawn("find . -type f -name a -print -print", 0.5), drawn("date", 0.45)];
    const order = async (ranking: string) =>
      (await evaluate([FIRST, THIRD, { samples: long }], "--ranking", ranking)).candidates[2]?.[0];
    assert.equal(await order("consensus"), "find . -type f -name a -print -print");
    assert.equal(await order("length"), "date");
  });

  it("accepts answers that are text, best first, with no tokenizer", async () => {
    const texts = { texts: ["ls |", "date", "date ", "ls -l"], milliseconds: 1 };
    const args = ["eval", "--data", data, "--language", "bash", "--json"];
    const samples = file("texts.jsonl.gz", gzipSync(lines([{ texts: ["ls '/tmp'"], milliseconds: 3 }, texts])));
    const { code, stdout } = await run([...args, "--samples", samples], unused);
    assert.equal(code, 0);
    const { bash } = evalReportSchema.parse(JSON.parse(stdout));
    assert.deepEqual([bash?.n, bash?.top1, bash?.validTop1Raw, bash?.validRaw], [2, 1, 0.5, 0.8]);
  });

  it("takes lines of the rows measured as well as lines of all rows", async () => {
    const part = ["--every", "2", "--limit", "2"];
    const whole = await evaluate([FIRST, { samples: [] }, THIRD], ...part);
    const own = await evaluate([FIRST, THIRD], ...part);
    assert.deepEqual(own.candidates, whole.candidates);
    assert.equal(own.candidates.length, 2);
    assert.equal(own.candidates[1]?.[0], "date");
  });

  const faults: Record<string, { samples: readonly object[]; more?: string[]; says: RegExp }> = {
    "fewer lines than rows": { samples: [FIRST, THIRD], says: /2 lines.*3 rows.*one line for each row/ },
    "a line that is no samples": { samples: [FIRST, { ids: [1] }, THIRD], says: /line 2 of .*samples\.jsonl.*"texts"/ },
    "a probability above 1": {
      samples: [FIRST, THIRD, { samples: [{ ids: [1], probability: 1.5 }] }],
      says: /line 3/,
    },
    "ids of another tokenizer": {
      samples: [{ samples: [{ ids: [70_000], probability: 1 }] }, THIRD, THIRD],
      says: /token id 70000/,
    },
    "lines of another test file": {
      samples: [FIRST, { ...THIRD, nl: "something else" }, THIRD],
      says: /drawn for "something else" where the test file asks "list files in '\/tmp'"/,
    },
    "a folder without a tokenizer": {
      samples: [FIRST, THIRD, THIRD],
      more: ["--tokenizers", __dirname],
      says: /code-tokenizer\.json/,
    },
    "a ranking that does not exist": {
      samples: [FIRST, THIRD, THIRD],
      more: ["--ranking", "best"],
      says: /consensus/,
    },
    "two systems at once": {
      samples: [FIRST, THIRD, THIRD],
      more: ["--baseline", "retrieval"],
      says: /--baseline.*--samples/,
    },
    "samples of samples": { samples: [FIRST, THIRD, THIRD], more: ["--write-samples", "x.jsonl"], says: /own samples/ },
  };
  for (const [name, { samples, more = [], says }] of Object.entries(faults))
    it(`refuses ${name}`, async () => {
      const cwd = process.cwd();
      process.chdir(folder);
      const { code, line } = await evaluate(samples, ...more).finally(() => process.chdir(cwd));
      assert.equal(code, 2, line);
      assert.match(line ?? "", says);
    });

  it("refuses token ids without a tokenizer, and ranking without samples", async () => {
    const samples = file("samples.jsonl", lines([FIRST, THIRD, THIRD]));
    const missing = await run(["eval", "--data", data, "--samples", samples], unused);
    assert.match(missing.line ?? "", /--tokenizers/);
    const ranked = await run(["eval", "--data", data, "--ranking", "first"], unused);
    assert.match(ranked.line ?? "", /--ranking, --without and --only are for --samples/);
  });

  it("writes what the model drew, also where none of it is valid", async () => {
    const written = path.join(folder, "written.jsonl.gz");
    writeFileSync(path.join(folder, "manifest.json"), "{}");
    const generator = new (class extends FakeGenerator {
      override async generate(request: GenerateRequest, options: Parameters<FakeGenerator["generate"]>[1] = {}) {
        options.onDrawn?.({ samples: [{ ids: [1, 2], probability: 0.5, canvas: 8 }], noiseWeight: 0.1 });
        return super.generate(request, options);
      }
    })((request) => resultOf(request, ["ls"]));
    await run(["eval", "--data", data, "--model", folder, "--write-samples", written, "--json"], generator);
    const args = ["eval", "--data", data, "--samples", written, "--tokenizers", MODEL, "--json"];
    const { code, stdout } = await run(args, unused);
    assert.equal(code, 0);
    assert.equal(evalReportSchema.parse(JSON.parse(stdout)).bash?.msPerUtterance, 6);
  });

  it("round-trips its own lines through the schema", () => {
    const line = { nl: "x", samples: [drawn("ls", 1)], noiseWeight: 0.5, milliseconds: 3 };
    assert.deepEqual(samplesLineSchema.parse(line), line);
  });
});
