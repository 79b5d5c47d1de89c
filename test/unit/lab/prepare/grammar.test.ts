import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import fc from "fast-check";
import { CodeFusionError } from "../../../../extension/errors";
import { registerPrepare } from "../../../../models/lab/prepare";
import { generatePairs, readGrammar } from "../../../../models/lab/prepare/grammar";

const TASKS = `# what is asked
@ words.grammar

= task
count the <kind> files <place>
how many <kind> files are <place>?
% 3
> find <place> -name "<kind>" <depth>| wc -l

= task
copy <file> to <file:2>
> cp <file> <file:2>

= depth
~
>

= place
here
> .

in <file>
> <file>
`;
const WORDS = "= kind\n* *.txt\n* *.log\n\n= file\n* a.txt\n* b.txt\n* c.txt\n";

describe("a synchronous grammar", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "codefusion-grammar-"));
    mkdirSync(join(folder, "bash"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const written = (text: string, name = "find.grammar"): string => {
    const file = join(folder, "bash", name);
    writeFileSync(file, text);
    return file;
  };
  const tasks = (): string => {
    written(WORDS, "words.grammar");
    return written(TASKS.replace(" <depth>|", " |"));
  };

  it("says in English and in code the same of every nonterminal, and different pairs only", () => {
    const grammar = readGrammar(tasks());
    fc.assert(
      fc.property(fc.nat(2 ** 31), (seed) => {
        const rows = generatePairs(grammar, 20, seed);
        assert.equal(new Set(rows.map(({ nl, code }) => `${nl} ${code}`)).size, rows.length);
        for (const { lang, nl, code, src } of rows) {
          assert.deepEqual([lang, src], ["bash", "grammar:bash/find"]);
          const count = /^(?:count the|how many) (\*\.\w+) files (?:are )?(here|in (\w\.txt))\??$/.exec(nl);
          if (count) assert.equal(code, `find ${count[3] ?? "."} -name "${count[1]}" | wc -l`);
          else assert.deepEqual(nl.match(/\w\.txt/g), code.match(/\w\.txt/g));
        }
      }),
    );
  });

  it("draws a nonterminal once for each number, and by weight", () => {
    const rows = generatePairs(readGrammar(tasks()), 24, 1);
    const copies = rows.filter(({ code }) => code.startsWith("cp"));
    assert.ok(copies.some(({ code }) => code === "cp a.txt b.txt"));
    assert.ok(copies.length < rows.length / 2, `${copies.length} of ${rows.length}`);
  });

  it("comes to an end where it has fewer pairs than are wanted, and draws the same again", () => {
    const grammar = readGrammar(written("= task\nlist <x>\n> ls<x>\n\n= x\n~\n>\n\nall\n>  -a\n"));
    const rows = generatePairs(grammar, 50, 3);
    assert.deepEqual(rows.map(({ nl, code }) => [nl, code]).sort(), [
      ["list all", "ls -a"],
      ["list", "ls"],
    ]);
    assert.deepEqual(generatePairs(grammar, 50, 3), rows);
  });

  it("names what is wrong with it", () => {
    const fails = (text: string, message: RegExp) =>
      assert.throws(
        () => generatePairs(readGrammar(written(text)), 1),
        (error) => error instanceof CodeFusionError && message.test(error.message),
      );
    fails("= task\nlist <what>\n> ls\n", /<what> is named under '= task' of bash\/find/);
    fails("= task\nlist\n> ls <x>\n\n= x\n* a\n", /'list' under '= task' of bash\/find says nothing of <x>/);
    fails("= task\nlist <task>\n> ls <task>\n", /<task> of bash\/find runs in a circle/);
    fails("= things\n* a\n", /no start/);
    fails("list\n> ls\n", /before its first heading/);
    fails("= task\nlist\n", /no production: list/);
    fails("= task\nlist\n% often\n> ls\n", /a weight of <task>/);
    fails("@ absent.grammar\n", /absent\.grammar/);
    assert.throws(() => readGrammar(join(folder, "absent", "x.grammar")), CodeFusionError);
  });

  it("gives `prepare` its pairs, but no program of a test file", async () => {
    const known = join(folder, "test.jsonl");
    writeFileSync(known, JSON.stringify({ lang: "bash", nl: "copy", code: "cp a.txt  b.txt;" }));
    const program = new Command();
    registerPrepare(program);
    const file = tasks();
    await program.parseAsync(
      ["prepare", file, "--out", folder, "--generate", "24", "--augment", "2", "--not-in", known],
      {
        from: "user",
      },
    );
    const texts = readFileSync(join(folder, "texts.jsonl"), "utf8").split("\n");
    const utterances = texts.map((line) => JSON.parse(line).utterance);
    assert.equal(utterances.length, 23, "all but one, and no variants of them");
    assert.ok(utterances.includes("copy b.txt to a.txt"));
    assert.ok(!utterances.includes("copy a.txt to b.txt"));
  });
});
