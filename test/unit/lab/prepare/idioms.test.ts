import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { CodeFusionError } from "../../../../extension/errors";
import { readMemory } from "../../../../extension/recall";
import { registerPrepare } from "../../../../models/lab/prepare";
import { agreeing } from "../../../../models/lab/prepare/agreement";
import { readIdioms } from "../../../../models/lab/prepare/idioms";

describe("idioms", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "codefusion-idioms-"));
    mkdirSync(join(folder, "python"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const written = (text: string): string => {
    const file = join(folder, "python", "lists.txt");
    writeFileSync(file, text);
    return file;
  };

  it("pairs every utterance with every program, whatever its lines", () => {
    const file = written(
      "# sorting\nsort `a`\norder `a`\n> sorted(a)\n> a.sort()\n\nshow every x in `a`\n> for x in a:\n|     print(x)\n",
    );
    const rows = readIdioms(file);
    assert.deepEqual(
      rows.map(({ lang, nl, code }) => [lang, nl, code]),
      [
        ["python", "sort `a`", "sorted(a)"],
        ["python", "sort `a`", "a.sort()"],
        ["python", "order `a`", "sorted(a)"],
        ["python", "order `a`", "a.sort()"],
        ["python", "show every x in `a`", "for x in a:\n    print(x)"],
      ],
    );
    assert.equal(new Set(rows.map(({ src }) => src)).size, 2, "a source for each block");
  });

  it("names the block that is no idiom, and the file that is not there", () => {
    const fails = (path: string, message: RegExp) =>
      assert.throws(
        () => readIdioms(path),
        (error) => error instanceof CodeFusionError && message.test(error.message),
      );
    fails(written("sort `a`\n> sorted(a)\n\nreverse `a`\n"), /after line 3/);
    fails(written("sort `a`\n> sorted(a)\norder `a`\n"), /line 1/);
    fails(written("sort `a`\n>\n"), /line 1/);
    fails(join(folder, "python", "absent.txt"), /absent/);
  });

  it("travel in the memory, with an own source for each block", async () => {
    const memory = join(folder, "memory.jsonl.br");
    const program = new Command();
    registerPrepare(program);
    const file = written("sort list `a`\n> sorted(a)\n\nreverse list `a`\n> a[::-1]\n");
    await program.parseAsync(["prepare", file, "--out", folder, "--write-memory", memory], { from: "user" });
    const { examples } = readMemory(readFileSync(memory));
    assert.deepEqual(
      examples.map(({ language, utterance, code, source }) => [language, utterance, code, source]),
      [
        ["python", "sort list `a`", "sorted(a)", "idiom:python/lists#1"],
        ["python", "reverse list `a`", "a[::-1]", "idiom:python/lists#2"],
      ],
    );
  });
});

describe("mined pairs", () => {
  const mined = (nl: string, code: string) => ({ lang: "python" as const, nl, code, src: "py-comment:somebody" });
  const rows = [
    mined("skip this for now", "x = 3"),
    mined("insert the chart into the worksheet", 'worksheet.insert_chart("D2", chart)'),
    mined("the rest follows", "print(y)"),
    { ...mined("substitute 1 for x.", "x = 1"), src: "django-pseudo" },
    { ...mined("whatever a person asked", "f(x)"), src: "conala" },
  ];

  it("are kept where words and names agree; what people wrote for each other always is, pseudo-code never", () => {
    assert.deepEqual(
      agreeing(rows, 1 / 3).map(({ code }) => code),
      ['worksheet.insert_chart("D2", chart)', "f(x)"],
    );
    assert.equal(agreeing(rows, 1).length, 4);
  });
});
