import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Command } from "commander";
import { CodeFusionError } from "../../../../extension/errors";
import { findModelFolder, openModel } from "../../../../extension/model";
import { writeMemory } from "../../../../extension/recall";
import { registerPrepare } from "../../../../models/lab/prepare";
import { makeExamples } from "../../../../models/lab/prepare/examples";
import { readPairs } from "../../../../models/lab/prepare/rows";

const ROWS = [
  { lang: "bash", nl: 'find "*.txt" under /tmp', code: "find /tmp -name '*.txt'", src: "mine" },
  { lang: "bash", nl: "broken", code: "if then", src: "mine" },
  { lang: "python", nl: "return the length of `x`", code: "return len(x)", src: "mine" },
  { lang: "cf", nl: "cells over 12", code: "GreaterThan(12)", src: "mine" },
];

describe("prepare", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "codefusion-prepare-"));
    file = join(folder, "pairs.jsonl.gz");
    writeFileSync(file, gzipSync(ROWS.map((row) => JSON.stringify(row)).join("\n")));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("writes rows with variables that only the code above tells", async () => {
    const renamed = join(folder, "renamed.jsonl");
    const program = new Command();
    registerPrepare(program);
    await program.parseAsync(["prepare", file, "--out", folder, "--write-renamed", renamed], { from: "user" });
    const [row, ...others] = readPairs(renamed);
    assert.ok(row && others.length === 0);
    const [, name = ""] = /^return len\((\w+)\)$/.exec(row.code) ?? [];
    assert.notEqual(name, "x");
    assert.equal(row.nl, `return the length of ${name}`);
    assert.match(row.context ?? "", new RegExp(`^${name} = `));
  });

  it("writes what a memory holds, and which of its programs have one form", async () => {
    const released = findModelFolder(join(__dirname, "../../../../models"));
    const memory = join(folder, "memory.jsonl.br");
    const example = (utterance: string, code: string) =>
      ({ language: "bash", utterance, code, source: "mine" }) as const;
    const examples = [
      example("list /tmp", "ls /tmp"),
      example("count the lines of a.txt", "wc -l a.txt"),
      example("show what is in ~/docs", "ls ~/docs"),
    ];
    writeFileSync(memory, writeMemory(examples));
    const out = join(folder, "remembered");
    const program = new Command();
    registerPrepare(program);
    const command = ["prepare", memory, "--remembered", "--tokenizers", released, "--out", out];
    await program.parseAsync(command, { from: "user" });
    const numbers = (name: string) => new Int32Array(new Uint8Array(readFileSync(join(out, name))).buffer);
    assert.equal(numbers("rows.i32").length, 6 * examples.length);
    const [list, count, show] = numbers("forms.i32");
    assert.ok(list === show && list !== count);
  });

  it("writes token arrays that decode to the slotted code, without invalid programs", async () => {
    const released = findModelFolder(join(__dirname, "../../../../models"));
    const tokenizers = join(folder, "tokenizers");
    const { code, manifest } = openModel(released);
    const program = new Command();
    registerPrepare(program);
    await program.parseAsync(["prepare", file, "--out", tokenizers, "--tokenizers", released], { from: "user" });
    const rows = new Int32Array(new Uint8Array(readFileSync(join(tokenizers, "rows.i32"))).buffer);
    const codes = new Uint16Array(new Uint8Array(readFileSync(join(tokenizers, "code.u16"))).buffer);
    const slots = readFileSync(join(tokenizers, "slots.u8"));
    assert.ok(rows.length >= 2 * 6);
    const [, length = 0, start = 0, size = 0, language] = rows;
    assert.equal(code.decode(codes.subarray(start, start + size)), 'find \uE001 -name "\uE000"');
    assert.equal(language, 1);
    assert.ok(length <= manifest.maxUtteranceTokens && slots.subarray(0, length).includes(2));
    const all = Array.from({ length: rows.length / 6 }, (_, at) => {
      const from = rows[at * 6 + 2] ?? 0;
      return code.decode(codes.subarray(from, from + (rows[at * 6 + 3] ?? 0)));
    });
    assert.ok(!all.includes("if then") && !all.some((text) => text.startsWith("return")));
  });

  it("repeats a CF rule beside a table with the column it speaks of", () => {
    const rows = Array.from({ length: 40 }, (_, at) => ({
      lang: "cf" as const,
      nl: `Highlight ${["Score", "Age", "Profit"][at % 3]} (column ${String.fromCharCode(65 + (at % 26))}) over ${at}`,
      code: `GreaterThan(${at})`,
      src: "mine",
    }));
    const beside = makeExamples(rows).filter(({ header }) => header.length > 0);
    assert.ok(beside.length > 5);
    for (const { header, row } of beside) {
      const column = Number(/c\[(\d)\]/.exec(row.code)?.[1]);
      assert.ok(row.nl.toLowerCase().includes((header[column] ?? "?").toLowerCase()), `${row.nl}: ${header}`);
    }
    assert.deepEqual(makeExamples(rows), makeExamples(rows));
  });

  it("says the name of the column once, and no article twice", () => {
    const rows = Array.from({ length: 40 }, (_, at) => ({
      lang: "cf" as const,
      nl: at % 2 ? `Highlight cells in the Price column over ${at}` : `Mark values of the Price (column C) above ${at}`,
      code: `GreaterThan(${at})`,
      src: "mine",
    }));
    const beside = makeExamples(rows).filter(({ row }) => row.data !== undefined);
    assert.ok(beside.length > 5);
    for (const { row } of beside) {
      assert.ok(!/the the/i.test(row.nl), row.nl);
      assert.equal(row.nl.match(/price/gi)?.length, 1, row.nl);
    }
  });

  it("names the line that is not a pair", () => {
    writeFileSync(file, gzipSync(`${JSON.stringify(ROWS[0])}\n{"lang":"perl"}\n`));
    assert.throws(
      () => readPairs(file),
      (error) => error instanceof CodeFusionError && /line 2/.test(error.message),
    );
    assert.throws(
      () => readPairs(join(folder, "absent")),
      (error) => error instanceof CodeFusionError,
    );
  });
});
