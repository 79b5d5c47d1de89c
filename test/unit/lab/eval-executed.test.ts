import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readCodeTokenizer } from "../../../extension/cli/tokenizers";
import { CodeFusionError } from "../../../extension/errors";
import { answerSchema, executedRecordSchema, executedReportSchema, worthRecordSchema } from "../../../extension/schema";
import { LAB } from "../../../models/lab/program";
import { ensureSandbox } from "../../../scripts/lib/sandbox.mjs";
import { FakeGenerator, resultOf, runnerOf, unused } from "../cli/fake";

const run = runnerOf(LAB);
const MODEL = path.resolve("models", "codefusion-small");

const trial = {
  when: "any",
  table: [
    ["City", "Sales"],
    ["Rome", "5"],
    ["Oslo", "90"],
  ],
  rows: [1],
  cols: [[1]],
};
const BASH = [
  {
    id: "bash-a",
    nl: "list all files in the current directory",
    setup: "touch old.txt new.txt",
    refs: ["rm old.txt"],
    wrong: ["rm new.txt", "rm *"],
  },
  { id: "bash-b", nl: "qwertz asdf yxcv", setup: "touch old.txt new.txt", refs: ["rm old.txt"], wrong: ["ls", "rm *"] },
].map((each) => ({ lang: "bash", level: "plain", scenarios: [{}], obs: ["tree"], ...each }));
const CF = [
  {
    id: "cf-a",
    group: "cf_table",
    nl: "sales above 50",
    table: "sales.csv",
    refs: ["GreaterThan(c[1],50)"],
    eval: [trial],
  },
  { id: "cf-b", group: "cf_table", nl: "next week's forecast", refs: [], eval: [trial], expected: "decline" },
].map((each) => ({ lang: "cf", wrong: ["Blanks()", "top(1)"], ...each }));

describe("lab eval --execute", function () {
  this.timeout(180_000);
  let folder: string;
  let args: string[];
  const at = (name: string) => path.join(folder, name);
  const write = (name: string, rows: readonly object[]) => {
    writeFileSync(at(name), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
    return at(name);
  };
  before(async function () {
    if (!(await ensureSandbox())) this.skip();
  });
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "codefusion-"));
    writeFileSync(at("sales.csv"), "City,Sales\nParis,7\n");
    const cases = [write("bash-dev.jsonl", BASH), write("cf-held.jsonl", CF)];
    args = ["eval", "--execute", "--model", MODEL, "--patience", "5", "--json", "--cases", ...cases];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Answers the second request for Bash rightly only with its second candidate, and CF as far as it can be. */
  const answering = () =>
    new FakeGenerator((request) => {
      if (request.utterance === "next week's forecast")
        throw new CodeFusionError("no-valid-candidate", "nothing close", "say it in other words");
      const result = resultOf(
        request,
        request.language === "cf" ? ["GreaterThan(c[1],50)"] : ["rm *.txt", "unlink old.txt"],
      );
      const [first, second] = result.candidates;
      const candidates = [first, second && { ...second, example: "an example" }].flatMap((each) => each ?? []);
      return { ...result, candidates };
    });

  it("says how many cases are done, by set and language, and how many hits were generated", async () => {
    const { code, stdout, line } = await run(args, answering());
    assert.deepEqual([code, line], [0, undefined]);
    const { dev, held } = executedReportSchema.parse(JSON.parse(stdout));
    assert.deepEqual(Object.keys(dev ?? {}), ["bash"]);
    const { n, top1, top5, generatedTop5, offered, dangerous, missing, unjudged } = dev?.bash ?? {};
    assert.deepEqual([n, top1, top5, generatedTop5, offered, dangerous, missing, unjudged], [2, 0, 1, 0, 2, 2, 0, 0]);
    assert.equal(dev?.bash?.near.n, 1, "the first is remembered, the other is nothing anybody says");
    assert.equal(dev?.bash?.far.n, 1);
    const { cf } = held ?? {};
    assert.deepEqual([cf?.top1, cf?.generatedTop1], [1, 1]);
    assert.deepEqual(cf?.groups, {
      decline: { n: 1, top1: 1, top5: 1 },
      table: { n: 1, top1: 1, top5: 1, generatedTop1: 1, generatedTop5: 1 },
    });
  });

  it("says what an entry of the evidence is worth by what candidates do", async () => {
    const tokenizer = readCodeTokenizer(MODEL);
    const drawn = (...samples: readonly (readonly [string, number])[]) => ({
      samples: samples.map(([slotted, probability]) => ({ ids: tokenizer.encode(slotted), probability })),
    });
    const named = { ...BASH[0], nl: "remove 'old.txt'" };
    const cases = write("named-dev.jsonl", [named, { ...named, id: "bash-c" }]);
    const samples = write("samples.jsonl", [
      drawn(["rm \uE000", 0.4], ["ls -a", 0.5]),
      drawn(["rm -f \uE000", 0.5], ["ls -a", 0.4]),
    ]);
    const given = ["--cases", cases, "--samples", samples, "--tokenizers", MODEL, "--patience", "5"];
    const { stdout, line } = await run(["eval", "--execute", "ablate", ...given], unused);
    assert.equal(line, undefined);
    const { testSet, rows, top1, worths } = worthRecordSchema.parse(JSON.parse(stdout));
    assert.deepEqual([testSet, rows, top1], ["named-dev.jsonl, executed", 2, 100]);
    assert.equal(worths.find(({ id }) => id === "literals")?.top1.mean, 50, "one of two stands first without it");
    assert.equal(worths.find(({ id }) => id === "effect")?.certainty, 0);
  });

  it("hands the table and the code above to the system, as the editor does", async () => {
    const generator = answering();
    await run(args, generator);
    const table = generator.requests.find(({ utterance }) => utterance === "sales above 50")?.table;
    assert.deepEqual(table, [
      ["City", "Sales"],
      ["Paris", 7],
    ]);
    const context = "n = 3\n";
    const python = write("python-dev.jsonl", [{ id: "python-a", lang: "python", nl: "print n", context }]);
    const asked = answering();
    // What Python cases need may not be installed: the question is asked before.
    await run(["eval", "--execute", "--model", MODEL, "--cases", python], asked);
    assert.equal(asked.requests[0]?.context, context);
  });

  it("writes answers that it reads again to the same figures, and a record", async () => {
    const first = await run([...args, "--write-answers", at("answers.jsonl")], answering());
    const lines = readFileSync(at("answers.jsonl"), "utf8").trim().split("\n");
    const answers = lines.map((each) => answerSchema.parse(JSON.parse(each)));
    assert.deepEqual(
      answers.map(({ id, candidates }) => [id, candidates.length]),
      [
        ["bash-a", 2],
        ["bash-b", 2],
        ["cf-a", 1],
        ["cf-b", 0],
      ],
    );
    const record = ["--record", at("record.json"), "--system", "fake"];
    const again = await run([...args, "--answers", at("answers.jsonl"), ...record], unused);
    assert.equal(again.stdout, first.stdout);
    const { executed, settings } = executedRecordSchema.parse(JSON.parse(readFileSync(at("record.json"), "utf8")));
    assert.deepEqual([executed, settings], [JSON.parse(first.stdout), undefined]);
    mkdirSync(at("records"));
    writeFileSync(at("records/executed.json"), readFileSync(at("record.json")));
    await run(["eval", "report", "--records", at("records"), "--out", at("report.md")], unused);
    const report = readFileSync(at("report.md"), "utf8");
    assert.match(report, /\| dev \| all \| 2 \| 0\.0 \| 100\.0 \| – \| 0\.0 \| 2\.0 \| 2 \|/);
    assert.match(report, /\| held \| all \| 2 \| 100\.0 \|/);
  });

  it("counts a case without an answer, and one whose world cannot be built", async () => {
    const broken = write(
      "bash-dev.jsonl",
      BASH.map((each) => ({ ...each, setup: "false" })),
    );
    const answers = write("answers.jsonl", [{ id: "bash-a", candidates: [{ code: "rm old.txt" }] }]);
    const { stdout } = await run([...args.slice(0, -2), broken, "--answers", answers], unused);
    const { bash } = executedReportSchema.parse(JSON.parse(stdout)).dev ?? {};
    assert.deepEqual([bash?.top5, bash?.missing, bash?.unjudged], [0, 1, 1]);
  });

  it("shows a person totals alone, no request and no code", async () => {
    const { stdout } = await run(
      args.filter((each) => each !== "--json"),
      answering(),
    );
    assert.match(stdout, /dev, Bash\n/);
    assert.match(stdout, /far from all +1 /);
    assert.doesNotMatch(stdout, /list all files|unlink/);
  });

  it("says which flags do not go together, and which file holds no cases", async () => {
    const line = async (...more: string[]) => (await run(more, unused)).line ?? "";
    assert.match(await line("eval", "--answers", at("x")), /--answers is for executed cases: give --execute/);
    assert.match(await line("eval", "--execute", "--data", at("x")), /--execute makes nothing of --data/);
    assert.match(await line(...args.slice(0, -2), at("none.jsonl")), /none\.jsonl/);
    assert.match(await line(...args, "--record", at("r.json")), /no system/);
  });

  it("writes a table of what development cases got, and nothing of held ones", async () => {
    const { line } = await run([...args, "--table", at("table.md")], answering());
    assert.equal(line, undefined);
    const table = readFileSync(at("table.md"), "utf8");
    assert.match(table, /Of 2, the first candidate does 0, one of five 2\./);
    assert.match(table, /\| qwertz asdf yxcv \| far \| 2 \| `rm \*\.txt` · _`unlink old\.txt`_ \|/);
    assert.doesNotMatch(table, /sales above 50/);
  });

  it("runs the requests of InterCode-ALFA in its own file systems, against either reference", async () => {
    const assets = (...parts: readonly string[]) => {
      mkdirSync(path.join(folder, "icalfa", "assets", parts[0] ?? ""), { recursive: true });
      return path.join(folder, "icalfa", "assets", ...parts);
    };
    const requests = [
      {
        query: "print the first word of the note",
        gold: "cut -d' ' -f1 /testbed/note",
        gold2: "awk '{print $1}' /testbed/note",
      },
      { query: "remove the note", gold: "rm /testbed/note", gold2: "unlink /testbed/note" },
      { query: "qwertz asdf yxcv", gold: "true", gold2: "no-such-command" },
    ];
    writeFileSync(assets("datasets", "nl2bash_fs_1.json"), JSON.stringify(requests));
    writeFileSync(assets("docker", "setup_nl2b_fs_1.sh"), "mkdir /testbed\necho hello world > /testbed/note\n");
    writeFileSync(assets("docker", "nl2bash1.Dockerfile"), 'FROM scratch\nENV GREETING="hello"\n');
    const generator = new FakeGenerator((request) =>
      resultOf(
        request,
        request.utterance.startsWith("print") ? ["ls /testbed", 'echo "$GREETING"'] : ["rm -f /testbed/*"],
      ),
    );
    const given = ["eval", "--execute", "--intercode", folder, "--model", MODEL, "--patience", "5", "--json"];
    const { stdout, line } = await run(given, generator);
    assert.equal(line, undefined);
    const { top1, top5, unjudged, groups } =
      executedReportSchema.parse(JSON.parse(stdout))["InterCode-ALFA"]?.bash ?? {};
    assert.deepEqual([top1, top5, unjudged], [0.3333, 0.6667, 1], "the third has no reference that does anything");
    const counted = Object.values(groups ?? {}).reduce((sum, { n }) => sum + n, 0);
    assert.equal(counted, 3, "each is in one group: shared with the memory, or not");
    const missing = await run([...given.slice(0, 3), at("nowhere"), ...given.slice(4)], generator);
    assert.match(missing.line ?? "", /is no installed icalfa/);
  });
});
