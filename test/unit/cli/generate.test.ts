import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CodeFusionError, say } from "../../../extension/errors";
import { generateReportSchema } from "../../../extension/schema";
import { FakeGenerator, recorder, resultOf, run } from "./fake";

const SHOW_CURSOR = "\x1b[?25h";

describe("codefusion generate", () => {
  let folder: string;
  let args: string[];
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "codefusion-"));
    writeFileSync(path.join(folder, "manifest.json"), "{}");
    args = ["generate", "--model", folder, "--language", "bash", "list the files"];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const two = () => new FakeGenerator((request) => resultOf(request, ["ls -l", "ls -a"]));

  it("asks the pipeline for what the flags say", async () => {
    const generator = two();
    await run([...args, "--count", "3", "--steps", "9", "--seed", "11", "--canvas", "16"], generator);
    assert.deepEqual(generator.requests, [
      {
        utterance: "list the files",
        language: "bash",
        table: undefined,
        context: undefined,
        count: 3,
        steps: 9,
        seed: 11,
        canvas: 16,
      },
    ]);
    assert.ok(generator.disposed);
  });

  it("asks for five candidates with seed 7 by default", async () => {
    const generator = two();
    await run(args, generator);
    assert.deepEqual([generator.requests[0]?.count, generator.requests[0]?.seed], [5, 7]);
  });

  it("prints exactly one JSON object", async () => {
    const { code, stdout, stderr } = await run([...args, "--json"], two());
    assert.equal(code, 0);
    assert.equal(stderr, "");
    const report = generateReportSchema.parse(JSON.parse(stdout));
    assert.deepEqual(Object.keys(report), [
      ...["utterance", "language", "model", "backend", "seed", "steps", "candidates", "rejected", "timings"],
    ]);
    assert.deepEqual(report.candidates[1], { code: "ls -a", score: 0.5, valid: true, seed: 8 });
    assert.deepEqual(report.rejected, [{ code: "ls |", reason: "missing command" }]);
  });

  it("adds the frames of every candidate when asked", async () => {
    const { stdout } = await run([...args, "--json", "--frames"], two());
    const report = generateReportSchema.parse(JSON.parse(stdout));
    assert.deepEqual(
      report.candidates.map(({ frames }) => frames?.length),
      [1, 1],
    );
    const plain = await run([...args, "--frames"], two());
    assert.equal(plain.stdout, "#     1  ls ⏎ -l\nls -l\n\n#     1  ls ⏎ -l\nls -a\n");
  });

  it("prints plain candidates where stdout is no terminal", async () => {
    assert.equal((await run(args, two())).stdout, "ls -l\n\nls -a\n");
  });

  it("warns in front of what cannot be undone, in a comment where stdout is no terminal", async () => {
    const deleting = () =>
      new FakeGenerator((request) => {
        const { candidates, ...rest } = resultOf(request, ["rm -r build", "ls"]);
        return {
          ...rest,
          candidates: candidates.map((each, i) => (i === 0 ? { ...each, cautions: ["deletes"] } : each)),
        };
      });
    assert.equal((await run(args, deleting())).stdout, "# ⚠ deletes\nrm -r build\n\nls\n");
    const stdout = recorder(true);
    await run(args, deleting(), { stdout });
    assert.ok(
      stdout.text().endsWith("# ⚠ deletes\n1  score 1.000\nrm -r build\n\n2  score 0.500\nls\n"),
      stdout.text(),
    );
  });

  it("says why there are fewer candidates than asked", async () => {
    const shortfall = say`only ${1} of ${8} samples was valid`;
    const few = () => new FakeGenerator((request) => resultOf(request, ["ls"], { shortfall }));
    assert.equal((await run(args, few())).stderr, "codefusion: only 1 of 8 samples was valid\n");
    assert.equal(JSON.parse((await run([...args, "--json"], few())).stdout).shortfall, "only 1 of 8 samples was valid");
  });

  it("animates the denoising on a terminal and leaves only the candidates behind", async () => {
    const stdout = recorder(true);
    const { code } = await run(args, two(), { stdout });
    assert.equal(code, 0);
    const [animation = "", rest = "", more] = stdout.text().split(SHOW_CURSOR);
    assert.match(animation, /Denoising .* 3\/3\n {2}noise 3\n/);
    assert.ok(animation.startsWith("\x1b[?25l"));
    assert.equal(rest, "1  score 1.000\nls -l\n\n2  score 0.500\nls -a\n");
    assert.equal(more, undefined);
  });

  it("lets no generated control character command the terminal", async () => {
    const odd = () => new FakeGenerator((request) => resultOf(request, ["echo \x1b[2J\x07\n\tls \x9b"]));
    const stdout = recorder(true);
    await run(args, odd(), { stdout });
    assert.ok(stdout.text().endsWith("\necho \ufffd[2J\ufffd\n\tls \ufffd\n"));
    assert.equal((await run(args, odd())).stdout, "echo \x1b[2J\x07\n\tls \x9b\n");
  });

  it("does not animate beside --json", async () => {
    const stdout = recorder(true);
    await run([...args, "--json"], two(), { stdout });
    generateReportSchema.parse(JSON.parse(stdout.text()));
  });

  it("ends with 130 when it is cancelled, with the cursor given back and the pipeline released", async () => {
    const controller = new AbortController();
    const generator = two();
    const stdout = recorder(true);
    const running = run(args, generator, { stdout, signal: controller.signal });
    controller.abort();
    assert.equal((await running).code, 130);
    assert.ok(stdout.text().endsWith(SHOW_CURSOR));
    assert.ok(generator.disposed);
  });

  it("tells failures apart by exit code, in one line", async () => {
    const failing = (code: ConstructorParameters<typeof CodeFusionError>[0]) =>
      new FakeGenerator(() => {
        throw new CodeFusionError(code, "it\nbroke", "mend it");
      });
    const codes = {
      "no-valid-candidate": 1,
      "backend-crashed": 1,
      "model-corrupt": 2,
      "bad-input": 2,
      cancelled: 130,
    } as const;
    for (const code of ["no-valid-candidate", "backend-crashed", "model-corrupt", "bad-input", "cancelled"] as const) {
      const generator = failing(code);
      const ending = await run([...args, "--json"], generator);
      assert.equal(ending.code, codes[code], code);
      assert.equal(ending.stdout, "");
      assert.doesNotMatch(ending.line ?? "\n", /\n/);
      assert.ok(generator.disposed);
    }
  });

  it("reads the table of a CF rule, numbers as numbers", async () => {
    const table = path.join(folder, "sales.csv");
    writeFileSync(table, '\ufeffCity,"Sales, net"\nParis,10.5\n"New\nYork",007\nRome\n');
    const generator = new FakeGenerator((request) => resultOf(request, ["Blanks()"]));
    await run(["generate", "--model", folder, "--language", "cf", "--table", table, "highlight blanks"], generator);
    assert.deepEqual(generator.requests[0]?.table, [
      ["City", "Sales, net"],
      ["Paris", 10.5],
      ["New\nYork", "007"],
      ["Rome"],
    ]);
  });
});
