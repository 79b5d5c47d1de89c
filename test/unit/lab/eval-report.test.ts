import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as z from "zod";
import { findModelFolder, readManifest } from "../../../extension/model";
import {
  type EvaluationRecord,
  evaluationRecordSchema,
  type Figures,
  type LanguageId,
  publishedRecordSchema,
} from "../../../extension/schema";
import { LAB } from "../../../models/lab/program";
import { FakeGenerator, runnerOf } from "../cli/fake";

const run = runnerOf(LAB);

const MODELS = path.join(__dirname, "..", "..", "..", "models");
const SETTINGS = { steps: 8, guidance: 1, temperature: 0.5, oversampling: 4, buckets: 2 };
const TRAINING = { configuration: "tiny", parameters: 1_234_567, examples: 632_000, seconds: 9_720 };

function figures(top1: number, more: Partial<Figures> = {}): Figures {
  return {
    ...{ n: 297, top1, top3: top1 + 0.1, top5: top1 + 0.2, exactTop1: top1 / 2, exactTop5: top1 },
    ...{ validTop1Raw: 0.9, validRaw: 0.6, msPerUtterance: 812.5 },
    diversity: { unique: 0.987, ngram4: 0.8, editDistance: 0.5, embedding: 0.712 },
    ...more,
  };
}

type Group = EvaluationRecord["group"];
function record(group: Group, system: string, top1: number, more: Partial<EvaluationRecord> = {}): EvaluationRecord {
  return evaluationRecordSchema.parse({
    ...{ format: 1, group, system },
    testSet: { name: "nl2bash-random-public", rows: 297 },
    settings: { count: 5, seed: 7, ranking: "consensus" },
    figures: { bash: figures(top1) },
    ...more,
  });
}

const settings = (more: object) => ({ count: 5, seed: 7, ranking: "consensus", ...SETTINGS, ...more });
const GRADUAL = [
  { step: 2, of: 2, n: 9, distance: 0.8, confidence: 0.2, valid: 0.1 },
  { step: 1, of: 2, n: 9, distance: 0.25, confidence: 0.7, valid: 0.75 },
  { step: 0, of: 2, n: 9, distance: 0, confidence: 0.7, valid: 1 },
  { step: 1, of: 8, n: 4, distance: 0.1, confidence: 0.9, valid: 1 },
  { step: 0, of: 8, n: 4, distance: 0, confidence: 0.9, valid: 1 },
];
const TABLES = {
  withTable: { n: 52, top1: 0.25, top3: 0.5, top5: 0.75 },
  withoutTable: { n: 0, top1: 0, top3: 0, top5: 0 },
};
const cf = (own: Figures): EvaluationRecord["figures"] => ({ cf: own });
const FULL: readonly EvaluationRecord[] = [
  record("shipped", "codefusion-small", 0.141, { settings: settings({}), gradual: GRADUAL, note: "on a CPU" }),
  record("shipped", "codefusion-small", 0, { figures: cf(figures(0.375, TABLES)) }),
  record("shipped", "retrieval", 0.145, { settings: { count: 5, seed: 7 } }),
  record("comparison", "autoregressive", 0.2, { training: TRAINING }),
  record("comparison", "mask | diffusion", 0.1),
  record("ablation", "full", 0.3),
  record("ablation", "without slots", 0.175),
  ...[32, 1, 4].map((steps) => record("steps", "codefusion-small", steps / 50, { settings: settings({ steps }) })),
  ...["consensus", "first"].map((ranking) =>
    record("ranking", "codefusion-small", 0.1, {
      settings: { count: 5, seed: 7, ranking },
      testSet: { name: "pairs-valid", rows: 2900, language: "bash", every: 3, limit: 200 },
    }),
  ),
  ...[0.3, 0.5].map((temperature) =>
    record("decoding", "codefusion-small", 0.1, { settings: settings({ temperature }) }),
  ),
];
const unused = new FakeGenerator(() => {
  throw new Error("the model is not to be asked");
});

describe("lab eval report", () => {
  let folder: string;
  let out: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "codefusion-"));
    mkdirSync(path.join(folder, "records"));
    out = path.join(folder, "EVALUATION.md");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const keep = (records: readonly EvaluationRecord[]) =>
    records.forEach((each, index) => {
      const name = `${String(index).padStart(2, "0")}.json`;
      writeFileSync(path.join(folder, "records", name), JSON.stringify(each));
    });
  const report = (...more: string[]) =>
    run(["eval", "report", "--records", path.join(folder, "records"), "--out", out, ...more], unused);
  const written = async (records: readonly EvaluationRecord[], ...more: string[]) => {
    keep(records);
    const { code, line } = await report(...more);
    assert.equal(code, 0, line);
    return readFileSync(out, "utf8");
  };
  const section = (text: string, title: string) => {
    const found = text.split(/^## /m).find((part) => part.replace(/^\d+\. /, "").startsWith(title));
    assert.ok(found, title);
    return found;
  };

  it("has the paper's sections in its order, and says how to make what is missing", async () => {
    const text = await written([]);
    const titles = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
    assert.deepEqual(titles, [
      "1. The released model",
      "2. Executed",
      "3. Systems at equal compute",
      "4. Diversity of the five candidates",
      "5. Syntactic validity before filtering",
      "6. Ablations",
      "7. What the evidence is worth",
      "8. Confidence",
      "9. Gradual improvement",
      "10. Quality against the number of steps T",
      "11. Ranking and decoding, on validation rows",
      "What each figure means",
    ]);
    for (const title of titles.slice(0, -1))
      assert.match(
        section(text, title?.replace(/^\d+\. /, "") ?? ""),
        /Not measured yet[\s\S]*lab -- eval (?:--data|--execute|ablate|calibrate)/,
      );
    assert.match(text, /\(#what-each-figure-means\)/);
  });

  it("puts the released model beside retrieval and beside published figures that say what differs", async () => {
    const text = section(
      await written(FULL, "--published", path.join(MODELS, "evaluation", "published.json")),
      "The released",
    );
    assert.match(text, /^\| codefusion-small \| nl2bash-random-public \| 297 \| 14\.1 \| 24\.1 \| 34\.1 \|/m);
    assert.match(text, /^\| retrieval \| nl2bash-random-public \| 297 \| 14\.5 \|/m);
    assert.match(text, /^\| – beside a table \| +\| 52 \| 25\.0 \| 50\.0 \| 75\.0 \|/m);
    assert.match(text, /^\| – without a table \| +\| 0 \| – \| – \| – \|/m);
    assert.match(text, /^\| CodeFusion.*_\(published\)_ \| the paper's \| – \| 80\.7 \| ≈ 86\.3 \| 90\.3 \|/m);
    assert.match(text, /not comparable\*\*: .*CodeBERTScore/);
    assert.match(text, /not comparable\*\*: .*training row removed/);
    assert.match(text, /^- codefusion-small: on a CPU$/m);
    assert.ok(text.indexOf("### Python") < text.indexOf("### Bash"));
  });

  it("tells of systems at equal compute what they cost", async () => {
    const text = section(await written(FULL), "Systems");
    assert.match(
      text,
      /^\| autoregressive \| Bash, nl2bash-random-public \| tiny \| 1,234,567 \| 632,000 \| 297 \| 20\.0 \|/m,
    );
    assert.match(text, /^\| mask \\\| diffusion \| .* \| – \| – \| – \| 297 \|/m);
    assert.match(text, /!\[.+\]\(evaluation\/comparison\.svg\)/);
    assert.match(text, /by top-5, autoregressive 40\.0, mask \| diffusion 30\.0/);
  });

  it("shows diversity and raw validity of the released and the compared systems", async () => {
    const text = await written(FULL);
    assert.match(
      section(text, "Diversity"),
      /^\| retrieval \| Bash, .* \| 297 \| 0\.99 \| 0\.80 \| 0\.50 \| 0\.71 \|$/m,
    );
    assert.match(section(text, "Syntactic"), /^\| autoregressive \| Bash, .* \| 297 \| 90\.0 \| 60\.0 \|$/m);
  });

  it("gives ablations their difference to the full system", async () => {
    const text = section(await written(FULL), "Ablations");
    assert.match(text, /^\| full \| .* \| 297 \| 30\.0 \| 40\.0 \| 50\.0 \|/m);
    assert.match(text, /^\| without slots \| .* \| 17\.5 \(−12\.5\) \| 27\.5 \(−12\.5\) \| .* \| 90\.0 \(±0\.0\) \|/m);
  });

  it("shows how candidates come out of the noise, and those from examples apart", async () => {
    const text = section(await written(FULL), "Gradual");
    assert.match(text, /from noise \| step 2 \| 9 \| 0\.800 \| 0\.200 \| 10\.0 \|$/m);
    assert.match(text, /from examples \(last 1 of 8 steps\) \| final code \| 4 \| 0\.000/);
    assert.match(
      text,
      /falls from 0\.80 at step 2 to 0\.25 at step 1, and half of the first distance is gone by step 1/,
    );
  });

  it("orders steps by T and says where quality is best", async () => {
    const text = section(await written(FULL), "Quality");
    const steps = [...text.matchAll(/^\| codefusion-small \| \S+ \S+ \| (\d+) \|/gm)].map(([, t]) => t);
    assert.deepEqual(steps, ["1", "4", "32"]);
    assert.match(text, /22\.0 at T = 1, 28\.0 at T = 4, 84\.0 at T = 32; best at T = 32\./);
  });

  it("marks the ranking and the decoding in use, and says which rows were measured", async () => {
    const text = section(await written(FULL), "Ranking");
    assert.match(
      text,
      /\| consensus \*\*\(in use\)\*\* \| Bash, pairs-valid \(every 3rd, at most 200, of 2,900 rows\) \| 297 \|/,
    );
    assert.match(text, /\| first \| /);
    assert.match(text, /temperature 0\.5, .* \*\*\(in use\)\*\* \|/);
    assert.match(text, /temperature 0\.3, [^*|]* \| Bash/);
  });

  it("draws every figure as an SVG of its own with title and axes, and links all of them", async () => {
    const text = await written(FULL);
    const charts = [...text.matchAll(/!\[(.+)\]\((evaluation\/\w+\.svg)\)/g)];
    assert.deepEqual(
      charts.map(([, , file]) => file),
      ["evaluation/comparison.svg", "evaluation/gradual.svg", "evaluation/steps.svg"],
    );
    for (const [, title = "", file = ""] of charts) {
      const svg = readFileSync(path.join(folder, file), "utf8");
      assert.match(svg, /^<svg [^>]*xmlns=/);
      assert.match(svg, /fill="white"/);
      assert.ok(svg.includes(title), title);
      assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
    }
  });

  it("checks the page and its figures against the records", async () => {
    await written(FULL);
    assert.equal((await report("--check")).code, 0);
    appendFileSync(path.join(folder, "evaluation", "steps.svg"), "\n");
    const drawn = await report("--check");
    assert.deepEqual([drawn.code, drawn.stdout], [2, ""]);
    assert.match(drawn.line ?? "", /steps\.svg is not what the records give/);
    await report();
    keep([record("shipped", "another", 0.5)]);
    const stale = await report("--check");
    assert.equal(stale.code, 2);
    assert.match(stale.line ?? "", /EVALUATION\.md is not what/);
    rmSync(out);
    assert.equal((await report("--check")).code, 2);
  });

  it("puts what a person reads in the figures behind them", async () => {
    writeFileSync(path.join(folder, "readings.json"), JSON.stringify({ steps: ["More steps help.", "To a point."] }));
    assert.match(section(await written(FULL), "Quality"), /\*\*What it says\.\*\* More steps help\.\n\nTo a point\.\n/);
  });

  it("names the record that it cannot read", async () => {
    keep(FULL);
    writeFileSync(path.join(folder, "records", "zz.json"), '{"format": 2}');
    const { code, line } = await report();
    assert.equal(code, 2);
    assert.match(line ?? "", /zz\.json is no evaluation record/);
  });

  it("says so where there is no folder of records", async () => {
    const args = ["eval", "report", "--records", path.join(folder, "none"), "--out", out];
    const { code, line } = await run(args, unused);
    assert.equal(code, 2);
    assert.match(line ?? "", /none/);
    assert.match((await run(["eval", "report", "--out", out], unused)).line ?? "", /--records/);
  });
});

describe("the committed report", () => {
  it("is what the committed records give", async () => {
    const place = [
      "--records",
      path.join(MODELS, "evaluation", "records"),
      "--out",
      path.join(MODELS, "EVALUATION.md"),
    ];
    const { code, line } = await run(["eval", "report", "--check", ...place], unused);
    assert.equal(code, 0, line);
  });

  it("says of the released model what its manifest says", () => {
    const { id, evaluation } = readManifest(findModelFolder(MODELS));
    const folder = path.join(MODELS, "evaluation", "records");
    const shipped = readdirSync(folder)
      .filter((name) => name.startsWith("shipped-"))
      .map((name) => evaluationRecordSchema.parse(JSON.parse(readFileSync(path.join(folder, name), "utf8"))))
      .filter(({ group, system }) => group === "shipped" && system === id);
    const recorded = shipped.map(({ testSet: { name, every }, figures: measured }) => {
      const [own] = Object.values(measured);
      assert.ok(own);
      const { n, top1, top3, top5, validTop1Raw, validRaw } = own;
      return [every === undefined ? name : `${name}-every${every}`, { n, top1, top3, top5, validTop1Raw, validRaw }];
    });
    assert.deepEqual(evaluation, Object.fromEntries(recorded));
  });

  it("stands beside published figures that all have a source, and of Python none that is said to be comparable", () => {
    const text = readFileSync(path.join(MODELS, "evaluation", "published.json"), "utf8");
    const published = z.array(publishedRecordSchema).parse(JSON.parse(text));
    const tops = (language: LanguageId) =>
      published.filter((each) => each.language === language && each.figures.top5 !== undefined);
    assert.ok(tops("python").length > 0 && tops("python").every(({ comparable }) => !comparable));
    for (const language of ["bash", "cf"] as const) assert.ok(tops(language).length > 0);
  });
});
