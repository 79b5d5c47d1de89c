import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import fc from "fast-check";
import { CodeFusionError } from "../../../../extension/errors";
import { findModelFolder, openModel } from "../../../../extension/model";
import { applySlots, findSlots } from "../../../../extension/utterance";
import { registerPrepare } from "../../../../models/lab/prepare";
import { augment } from "../../../../models/lab/prepare/augment";
import { nameFinder } from "../../../../models/lab/prepare/names";

const RELEASED = findModelFolder(join(__dirname, "../../../../models"));

/** What the laboratory asks of `prepare` besides pairs with slots. */
describe("prepare for the laboratory", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "codefusion-prepare-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function prepare(rows: readonly object[], ...flags: string[]): Promise<string> {
    const file = join(folder, "rows.jsonl");
    const out = join(folder, "out");
    writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
    const program = new Command();
    registerPrepare(program);
    await program.parseAsync(["prepare", file, "--out", out, "--tokenizers", RELEASED, ...flags], { from: "user" });
    return out;
  }
  const ints = (path: string) => new Int32Array(new Uint8Array(readFileSync(path)).buffer);
  const shorts = (path: string) => new Uint16Array(new Uint8Array(readFileSync(path)).buffer);

  it("marks identifiers and keywords of unlabelled code, and no literal", async () => {
    const rows = [
      { lang: "python", code: "for item in range(10): print('item')" },
      { lang: "bash", code: "find . -name '*.log' | xargs rm" },
      { lang: "cf", nl: "text with FB", code: "AND(TextContains(FB),NOT(Blanks()))" },
      { lang: "bash", code: "if then" },
    ];
    const out = await prepare(rows, "--unlabelled");
    const { code } = openModel(RELEASED);
    const ids = shorts(join(out, "code.u16"));
    const maskable = readFileSync(join(out, "maskable.u8"));
    const starts = ints(join(out, "code-rows.i32"));
    const masked = Array.from({ length: starts.length / 3 }, (_, row) => {
      const [start = 0, length = 0] = starts.subarray(3 * row);
      return [...ids.subarray(start, start + length)]
        .filter((_id, at) => maskable[start + at] === 1)
        .map((id) => code.decode([id]).trim())
        .join("|");
    });
    const [python = "", bash = "", cf = ""] = masked;
    assert.equal(masked.length, 3);
    for (const word of ["for", "in", "range", "print"]) assert.ok(python.split("|").includes(word), python);
    assert.equal(python.split("|").filter((word) => word === "item").length, 1, "the string is no name");
    assert.match(bash, /find.*-name.*xargs.*rm/);
    assert.ok(!bash.includes("log"), bash);
    assert.equal(cf, "AND|TextContains|NOT|Blanks");
  });

  it("keeps every row in its order for evaluation, cut where it is long", async () => {
    const rows = [
      { lang: "bash", nl: "broken", code: "if then" },
      { lang: "cf", nl: "Highlight Score (column B) over 3", code: "GreaterThan(3)" },
      { lang: "python", nl: "long", code: Array.from({ length: 80 }, (_, n) => `f(${n})`).join("\n") },
    ];
    const out = await prepare(rows, "--every-row", "--max-code", "24");
    const table = ints(join(out, "rows.i32"));
    assert.deepEqual(
      [0, 1, 2].map((row) => table[6 * row + 4]),
      [1, 2, 0],
    );
    assert.equal(table.length, 3 * 6);
    assert.equal(table[2 * 6 + 3], 24);
  });

  it("leaves the literals in the code without slots, and takes only the languages asked for", async () => {
    const rows = [
      { lang: "cf", nl: "cells over 12", code: "GreaterThan(12)" },
      { lang: "bash", nl: "the date", code: "date" },
    ];
    const out = await prepare(rows, "--no-slots", "--every-row", "--language", "cf");
    const { code } = openModel(RELEASED);
    assert.equal(code.decode(shorts(join(out, "code.u16"))), "GreaterThan(12)");
    assert.deepEqual([...new Set(readFileSync(join(out, "slots.u8")))].sort(), [0, 23]);
  });

  it("says that tokenizers are missing before it writes", async () => {
    const program = new Command();
    registerPrepare(program);
    const file = join(folder, "code.jsonl");
    writeFileSync(file, '{"lang":"bash","code":"date"}\n');
    await assert.rejects(
      program.parseAsync(["prepare", file, "--out", join(folder, "out"), "--unlabelled"], { from: "user" }),
      (error) => error instanceof CodeFusionError && /tokenizers/.test(error.message),
    );
  });

  it("finds no name in a slot's place, whatever the code", async () => {
    const names = await nameFinder();
    const piece = fc.constantFrom("\uE000", "\uE011", "if", " ", "x", "(", "'", '"', "\n", "#", "${", "é", "-l");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.constantFrom("python", "bash", "cf"), (pieces, language) => {
        const text = pieces.join("");
        for (const [start, end] of names(text, language as "python")) {
          assert.ok(start < end && end <= text.length);
          assert.doesNotMatch(text.slice(start, end), /[\uE000-\uE019]/);
        }
      }),
    );
  });

  it("repeats pairs with other literals of the same kind, in utterance and code alike", () => {
    const values = ["alpha.txt", "beta.txt", "gamma.txt", "delta.txt"];
    const rows = values.map((name, at) => ({
      lang: "bash" as const,
      nl: `Find all files named "${name}" over ${at + 3}M`,
      code: `find . -name "${name}" -size +${at + 3}M`,
      src: "mine",
    }));
    const all = augment(rows, 3);
    assert.ok(all.length > 2 * rows.length, `${all.length} rows`);
    for (const row of rows) assert.ok(all.some(({ nl, code }) => nl === row.nl && code === row.code));
    assert.deepEqual(augment(rows, 3), all);
    const slotted = (row: Pick<(typeof rows)[number], "nl" | "code">) =>
      applySlots(row.code, findSlots(row.nl, "bash"), 0);
    for (const row of all) assert.equal(slotted(row), slotted(rows[0] ?? row), row.nl);
  });

  it("changes words and literals, and keeps them agreed, whatever the literals are", () => {
    const word = fc.stringMatching(/^[a-z]{2,8}$/);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, fc.integer({ min: 2, max: 900 })), { minLength: 2, maxLength: 6 }),
        (values) => {
          const rows = values.map(([name, n]) => ({
            lang: "bash" as const,
            nl: `Show all files "print ${name}" which are larger than ${n} kB.`,
            code: `find . -name "print ${name}" -size +${n}k`,
            src: "mine",
          }));
          for (const { nl, code } of augment(rows, 2)) {
            const name = /"([^"]*)"/.exec(nl)?.[1] ?? "?";
            const n = /\d+/.exec(nl.replace(/".*"/, ""))?.[0] ?? "?";
            assert.equal(code, `find . -name "${name}" -size +${n}k`, nl);
            assert.match(name, /^print /);
          }
        },
      ),
    );
  });
});
