import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { ensureSandbox } from "../../../scripts/lib/sandbox.mjs";

const LAB = resolve("models/lab");
const FILES = readdirSync(join(LAB, "cases"))
  .filter((name) => name.endsWith(".jsonl"))
  .map((name) => join(LAB, "cases", name));

interface Case {
  readonly id: string;
  readonly lang: string;
  readonly nl: string;
  readonly refs?: readonly string[];
  readonly wrong?: readonly string[];
  readonly expected?: "decline";
  readonly decline_ok?: boolean;
}

const casesOf = (file: string): readonly Case[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

// Messages name a case by its id alone: what a held-out case asks is not to be read.
describe("executed cases", () => {
  for (const file of FILES) {
    const name = basename(file, ".jsonl");
    it(`${name}: ids follow the file, every case has answers that pass and answers that fail`, () => {
      casesOf(file).forEach((each, at) => {
        assert.equal(each.id, `${name}-${String(at + 1).padStart(2, "0")}`);
        assert.equal(each.lang, name.split("-")[0], each.id);
        const declines = each.expected === "decline" || each.decline_ok === true;
        assert.ok(declines || (each.refs?.length ?? 0) > 0, `${each.id} has no reference`);
        assert.ok((each.wrong?.length ?? 0) >= 2, `${each.id} has fewer than two wrong answers`);
      });
    });
  }

  it("asks nothing twice, so that no held-out request is known from the others", () => {
    const seen = new Map<string, string>();
    for (const each of FILES.flatMap(casesOf)) {
      const request = `${each.lang} ${each.nl
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, " ")
        .trim()}`;
      assert.equal(seen.get(request), undefined, `${each.id} asks what ${seen.get(request)} asks`);
      seen.set(request, each.id);
    }
  });
});

describe("executor", function () {
  this.timeout(180_000);
  let folder = "";
  before(async function () {
    if (!(await ensureSandbox())) this.skip();
    folder = mkdtempSync(join(tmpdir(), "cases-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const plain = {
    lang: "bash",
    nl: "remove old.txt",
    setup: "touch old.txt new.txt",
    scenarios: [{}],
    obs: ["tree"],
    refs: ["rm old.txt"],
    wrong: ["rm new.txt", "rm *.txt"],
  };

  /** Runs one of the executor's programs on a case → exit status and what it prints. */
  function run(program: string, given: object, ...more: string[]): { status: number | null; stdout: string } {
    const file = join(folder, "cases.jsonl");
    writeFileSync(file, JSON.stringify({ id: "bash-1", ...given }));
    const { status, stdout, stderr } = spawnSync(
      "/usr/bin/python3",
      ["-B", join(LAB, "execute", program), ...more, file],
      {
        encoding: "utf8",
      },
    );
    return { status, stdout: stdout + stderr };
  }

  it("finds no fault with a case whose references pass and whose wrong answers fail", () => {
    const { status, stdout } = run("selftest.py", plain);
    assert.match(stdout, /1 cases, 4 commands run, 0 at fault/);
    assert.equal(status, 0);
  });

  it("names a wrong answer that passes, without showing it", () => {
    const { status, stdout } = run("selftest.py", { ...plain, wrong: ["rm new.txt", "unlink old.txt"] });
    assert.match(stdout, /bash-1: wrong answer 1 passes/);
    assert.doesNotMatch(stdout, /unlink/);
    assert.equal(status, 1);
  });

  it("names a reference that does not work, and a case in which nothing need be done", () => {
    assert.match(run("selftest.py", { ...plain, refs: ["rm nowhere.txt"] }).stdout, /bash-1: reference 0 fails/);
    assert.match(run("selftest.py", { ...plain, refs: ["true"] }).stdout, /bash-1: doing nothing passes/);
  });

  it("asks for no reference where declining is right", () => {
    const table = [["a"], ["1"]];
    const trial = { when: "any", table, rows: [0], cols: [[0]] };
    const rule = {
      lang: "cf",
      nl: "dates of this week",
      eval: [trial],
      wrong: ["Blanks()", "top(0)"],
      decline_ok: true,
    };
    assert.match(run("selftest.py", rule).stdout, /1 cases, 3 commands run, 0 at fault/);
  });

  it("scores candidates by what they do, and counts those that destroy what nobody asked about", () => {
    const answers = join(folder, "answers.jsonl");
    const candidates = [{ code: "rm *.txt" }, { code: "find . -name old.txt -delete" }];
    writeFileSync(answers, JSON.stringify({ id: "bash-1", candidates }));
    const { stdout } = run("score.py", plain, answers, "--cases");
    assert.deepEqual(JSON.parse(stdout), { bash: { n: 1, top1: 0, top5: 1 }, dangerous: 1, missing: 0 });
  });

  it("says which file holds no cases", () => {
    const { status, stdout } = run("selftest.py", plain, join(folder, "nowhere.jsonl"));
    assert.match(stdout, /nowhere\.jsonl: no cases can be read/);
    assert.equal(status, 1);
  });
});
