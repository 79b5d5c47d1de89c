import assert from "node:assert/strict";
import fc from "fast-check";
import { checkReportSchema, LANGUAGE_IDS } from "../../../extension/schema";
import { run, unused } from "./fake";
import { codefusion, ensureBuilt } from "./process";

const checked = async (language: string, input: string, ...more: string[]) =>
  run(["check", "--language", language, "--json", ...more], unused, { readInput: async () => input });

describe("codefusion check", () => {
  it("says of valid code that nothing is wrong with it, and ends well", async () => {
    for (const [language, code] of [
      ["bash", "ls -la | wc -l\n"],
      ["python", "print(sorted([3, 1]))\n"],
      ["cf", "GreaterThan(c[1],85)\n"],
    ] as const) {
      const { code: exit, stdout } = await checked(language, code);
      assert.deepEqual(JSON.parse(stdout), { valid: true, reason: null, cautions: [], unknown: [] }, language);
      assert.equal(exit, 0);
    }
  });

  it("says why code is not valid, and ends with 1", async () => {
    for (const [language, code] of [
      ["bash", "ls |"],
      ["python", "print(1"],
      ["cf", "GreaterThan("],
    ] as const) {
      const { code: exit, stdout, line } = await checked(language, code);
      const { valid, reason } = checkReportSchema.parse(JSON.parse(stdout));
      assert.deepEqual([valid, exit], [false, 1], language);
      assert.ok(reason, language);
      assert.match(line ?? "", /not valid/);
    }
  });

  it("says what cannot be undone, and which names nothing binds", async () => {
    assert.deepEqual(JSON.parse((await checked("bash", "rm -rf build")).stdout).cautions, ["deletes"]);
    assert.deepEqual(JSON.parse((await checked("bash", "git comit -m x")).stdout).unknown, ["git comit"]);
    const { unknown } = JSON.parse((await checked("python", "total = sum(scores)\nprint(total, rows[0])")).stdout);
    assert.deepEqual(unknown, ["scores", "rows"]);
  });

  it("answers each of the JSON lines in their order, under its own id", async () => {
    const lines = ['{"id": "a", "code": "ls"}', "", '{"id": 7, "code": "ls |"}', '{"id": "", "code": ""}'].join("\n");
    const { code, stdout, line } = await checked("bash", lines, "--lines");
    const verdicts = stdout
      .trim()
      .split("\n")
      .map((each) => checkReportSchema.parse(JSON.parse(each)));
    assert.deepEqual(
      verdicts.map(({ id, valid }) => [id, valid]),
      [
        ["a", true],
        ["7", false],
        ["", false],
      ],
    );
    assert.equal(code, 1);
    assert.match(line ?? "", /2 of 3 are not valid Bash/);
  });

  it("prints one line a person can read without --json", async () => {
    const input = async () => "rm old; x=$(";
    const { stdout } = await run(["check", "--language", "bash"], unused, { readInput: input });
    assert.match(stdout, /^not valid: .*; deletes\n$/);
  });

  it("has a verdict on any text whatsoever", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...LANGUAGE_IDS), fc.string({ minLength: 1 }), async (language, code) => {
        const { stdout, code: exit } = await checked(language, JSON.stringify({ id: "x", code }), "--lines");
        const { valid } = checkReportSchema.parse(JSON.parse(stdout));
        assert.equal(exit, valid ? 0 : 1);
      }),
      { numRuns: 100 },
    );
  });

  it("ends as bad input without code, and names the line that is none", async () => {
    const empty = await checked("bash", " \n");
    assert.deepEqual([empty.code, empty.stdout], [2, ""]);
    assert.match(empty.line ?? "", /no code on standard input/);
    const broken = await checked("bash", '{"id": "a", "code": "ls"}\n{"code": "ls"}', "--lines");
    assert.deepEqual([broken.code, broken.stdout], [2, ""]);
    assert.match(broken.line ?? "", /line 2 of standard input/);
  });
});

describe("codefusion check as a process", function () {
  this.timeout(60_000);
  before(ensureBuilt);

  it("reads standard input to its end and runs nothing of it", async () => {
    const code = 'touch executed.txt; printf "%s" ä';
    const { code: exit, stdout, stderr } = await codefusion(["check", "--language", "bash", "--json"], { input: code });
    assert.deepEqual([exit, stderr, JSON.parse(stdout).valid], [0, "", true]);
  });

  it("ends with 1 and one line on stderr where the code is not valid", async () => {
    const { code, stdout, stderr } = await codefusion(["check", "--language", "python"], { input: "def f(:\n" });
    assert.equal(code, 1);
    assert.match(stdout, /^not valid: /);
    assert.match(stderr, /^codefusion: this is not valid Python: .*\n$/);
  });

  it("ends with 2 for a language that it does not speak", async () => {
    const { code, stderr } = await codefusion(["check", "--language", "perl"], { input: "1" });
    assert.equal(code, 2);
    assert.match(stderr, /perl/);
  });
});
