import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readCodeTokenizer } from "../../../extension/cli/tokenizers";
import { EVIDENCE_IDS } from "../../../extension/rank";
import { reliabilityRecordSchema, worthRecordSchema } from "../../../extension/schema";
import { LAB } from "../../../models/lab/program";
import { runnerOf, unused } from "../cli/fake";

const run = runnerOf(LAB);

const MODEL = path.join(__dirname, "..", "..", "..", "models", "codefusion-small");
const tokenizer = readCodeTokenizer(MODEL);
/** Rows whose literal counts: what leaves it out is likelier, and wrong. */
const ROWS = ["/tmp", "/etc", "/usr", "/opt", "/var", "/srv"].map((folder) => ({
  lang: "bash",
  nl: `list the files in '${folder}'`,
  code: `ls ${folder}`,
}));
const drawn = (...samples: readonly (readonly [string, number])[]) => ({
  samples: samples.map(([slotted, probability]) => ({ ids: tokenizer.encode(slotted), probability })),
});
const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

describe("samples that are judged anew", () => {
  let folder: string;
  let given: string[];
  const at = (name: string) => path.join(folder, name);
  const write = (name: string, rows: readonly object[]) => {
    writeFileSync(at(name), lines(rows));
    return at(name);
  };
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "codefusion-"));
    const samples = ROWS.map(() => drawn(["ls \uE000", 0.4], ["ls -a", 0.5]));
    given = ["--data", write("rows.jsonl", ROWS), "--samples", write("samples.jsonl", samples), "--tokenizers", MODEL];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const ablated = async (...more: readonly string[]) => {
    const ending = await run(["eval", "ablate", ...given, ...more], unused);
    assert.equal(ending.line, undefined);
    return worthRecordSchema.parse(JSON.parse(ending.stdout));
  };

  it("tell what an entry of the evidence is worth, with an interval", async () => {
    const { rows, top1, worths } = await ablated();
    assert.deepEqual([rows, top1], [6, 100]);
    assert.deepEqual(
      worths.map(({ id }) => id),
      ["everything", ...EVIDENCE_IDS],
    );
    const literals = worths.find(({ id }) => id === "literals");
    assert.deepEqual(literals?.top1, { mean: 100, low: 100, high: 100 }, "every row is lost without it");
    assert.deepEqual(worths.find(({ id }) => id === "effect")?.top1, { mean: 0, low: 0, high: 0 });
  });

  it("tell what a step of drawing is worth, by samples that were drawn without it", async () => {
    const worse = ROWS.map((_, row) => (row < 3 ? drawn(["ls -a", 0.5]) : drawn(["ls \uE000", 0.4])));
    const { worths } = await ablated("--drawn", `places=${write("without.jsonl", worse)}`);
    const places = worths.at(-1);
    assert.equal(places?.id, "drawing: places");
    assert.equal(places?.top5.mean, 50);
    assert.ok(places.top5.low < 50 && places.top5.high > 50, "six rows say little");
    const { line } = await run(["eval", "ablate", ...given, "--drawn", "places"], unused);
    assert.match(line ?? "", /--drawn places names no file/);
  });

  it("tell how often candidates are right that look alike, into a record", async () => {
    const { line } = await run(["eval", "calibrate", ...given, "--record", at("record.json")], unused);
    assert.equal(line, undefined);
    const record = reliabilityRecordSchema.parse(JSON.parse(readFileSync(at("record.json"), "utf8")));
    assert.deepEqual([record.language, record.rows, record.n], ["bash", 6, 12]);
    assert.ok(record.error.confidence < 0.5, "half of the candidates are right, and the features tell which");
    const right = record.bins.reduce((sum, bin) => sum + bin.n * bin.right, 0);
    assert.equal(Math.round(right), 6);
  });

  it("have to be named", async () => {
    for (const command of ["ablate", "calibrate"]) {
      const { line } = await run(["eval", command], unused);
      assert.match(line ?? "", /there is nothing to judge/);
    }
  });
});
