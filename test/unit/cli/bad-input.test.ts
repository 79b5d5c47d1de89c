import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { codefusion, codefusionIntoClosedPipe, ensureBuilt, lab } from "./process";

const GOOD = JSON.stringify({ lang: "bash", nl: "list files", code: "ls" });

describe("codefusion as a process, given bad input", function () {
  this.timeout(60_000);
  let folder: string;
  const file = (name: string, content: string | Buffer) => {
    const full = path.join(folder, name);
    writeFileSync(full, content);
    return full;
  };
  const pipe = (name: string) => {
    const full = path.join(folder, name);
    if (!existsSync(full)) execFileSync("mkfifo", [full]);
    return full;
  };
  before(async () => {
    await ensureBuilt();
    folder = mkdtempSync(path.join(tmpdir(), "codefusion-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const cases: Record<string, { args: () => string[]; says: RegExp }> = {
    "no command": { args: () => [], says: /no command given.*--help/ },
    "an unknown command": { args: () => ["generat"], says: /unknown command 'generat'.*--help/ },
    "an unknown flag": {
      args: () => ["generate", "--language", "bash", "--cuont", "3", "x"],
      says: /unknown option '--cuont'/,
    },
    "no language": { args: () => ["generate", "x"], says: /--language/ },
    "an unknown language": {
      args: () => ["generate", "--language", "perl", "sort a list"],
      says: /perl.*python, bash, cf/,
    },
    "an empty utterance": { args: () => ["generate", "--language", "bash", "  "], says: /utterance is empty/ },
    "no utterance": { args: () => ["generate", "--language", "bash"], says: /utterance/ },
    "a count that is no number": {
      args: () => ["generate", "--language", "bash", "--count", "many", "x"],
      says: /many.*whole number from 1 to 20/,
    },
    "a negative seed": {
      args: () => ["generate", "--language", "bash", "--seed", "-1", "x"],
      says: /whole number from 0 to 4294967295/,
    },
    "a provider that does not exist": {
      args: () => ["generate", "--language", "bash", "--provider", "abacus", "x"],
      says: /abacus.*cpu/,
    },
    "a table that does not exist": {
      args: () => ["generate", "--language", "cf", "--table", path.join(folder, "none.csv"), "x"],
      says: /none\.csv.*CSV/,
    },
    "a table that is no CSV": {
      args: () => ["generate", "--language", "cf", "--table", file("broken.csv", 'a,"b\n1,2'), "x"],
      says: /broken\.csv/,
    },
    "an empty table": {
      args: () => ["generate", "--language", "cf", "--table", file("empty.csv", ""), "x"],
      says: /empty\.csv.*header/,
    },
    "a table that is no regular file, but never ends": {
      args: () => ["generate", "--language", "cf", "--table", "/dev/zero", "x"],
      says: /no regular file/,
    },
    "a table that is a pipe nobody writes to": {
      args: () => ["generate", "--language", "cf", "--table", pipe("pipe.csv"), "x"],
      says: /no regular file/,
    },
    "a file name that would command the terminal": {
      args: () => ["generate", "--language", "cf", "--table", "\u001b[31mred\u202e.csv", "x"],
      says: /^[^\p{Cc}\u202e]*\ufffd\[31mred\ufffd\.csv[^\p{Cc}\u202e]*\n$/u,
    },
    "a character that stands for a literal": {
      args: () => ["generate", "--language", "bash", "print \ue000"],
      says: /U\+E000/,
    },
    "an utterance longer than any program": {
      args: () => ["generate", "--language", "bash", "a ".repeat(1001)],
      says: /too long.*2000/,
    },
    "a table beside Bash": {
      args: () => ["generate", "--language", "bash", "--table", file("t.csv", "a"), "x"],
      says: /--table is for CF rules/,
    },
    "a folder without a model": {
      args: () => ["generate", "--language", "bash", "--model", folder, "x"],
      says: /manifest\.json/,
    },
    "no test file": { args: () => ["eval"], says: /--data/ },
    "a test file that does not exist": {
      args: () => ["eval", "--data", path.join(folder, "none.jsonl"), "--json"],
      says: /none\.jsonl/,
    },
    "a broken JSON line": {
      args: () => ["eval", "--data", file("broken.jsonl", `${GOOD}\n\n{"lang": "bash",\n`), "--json"],
      says: /line 3 of .*broken\.jsonl/,
    },
    "a row of an unknown language": {
      args: () => ["eval", "--data", file("perl.jsonl", `${GOOD}\n${GOOD.replace("bash", "perl")}`), "--json"],
      says: /line 2 of .*perl\.jsonl/,
    },
    "a file that only claims to be gzip": {
      args: () => ["eval", "--data", file("plain.jsonl.gz", GOOD), "--json"],
      says: /plain\.jsonl\.gz/,
    },
    "an empty test file": {
      args: () => ["eval", "--data", file("empty.jsonl.gz", gzipSync("\n")), "--json"],
      says: /no rows/,
    },
    "an unknown baseline": {
      args: () => ["eval", "--data", file("rows.jsonl", GOOD), "--baseline", "oracle"],
      says: /oracle.*retrieval/,
    },
    "a baseline without data": {
      args: () => ["eval", "--data", file("rows.jsonl", GOOD), "--baseline", "retrieval"],
      says: /--baseline-data/,
    },
    "a model that is no model": {
      args: () => {
        file("manifest.json", "{}");
        return ["eval", "--data", file("rows.jsonl", GOOD), "--model", folder];
      },
      says: /manifest/,
    },
  };

  for (const [name, { args, says }] of Object.entries(cases))
    it(`ends with 2 and one line that helps: ${name}`, async () => {
      const [runs, program] = args()[0] === "eval" ? [lab, "lab"] : [codefusion, "codefusion"];
      const { code, stdout, stderr } = await runs(args());
      assert.equal(code, 2, stderr);
      assert.equal(stdout, "");
      assert.match(stderr, new RegExp(`^${program}: [^\\n]+\\n$`));
      assert.match(stderr, says);
    });

  it("prints help and version on stdout with 0", async () => {
    const help = await codefusion(["--help"]);
    assert.deepEqual([help.code, help.stderr], [0, ""]);
    for (const command of ["generate", "doctor"]) assert.ok(help.stdout.includes(command));
    for (const command of ["eval", "prepare"]) assert.ok(!help.stdout.includes(command));
    const laboratory = await lab(["--help"]);
    for (const command of ["eval", "prepare"]) assert.ok(laboratory.stdout.includes(command));
    const version = await codefusion(["--version"]);
    assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it("says nothing when its reader has gone", async () => {
    const { code, stderr } = await codefusionIntoClosedPipe(["generate", "--help"]);
    assert.deepEqual([code, stderr], [0, ""]);
  });
});
