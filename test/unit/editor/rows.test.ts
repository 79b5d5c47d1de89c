import assert from "node:assert/strict";
import fc from "fast-check";
import type { Candidate } from "../../../extension/contract";
import { difference } from "../../../extension/editor/offer/difference";
import { candidateRows } from "../../../extension/editor/offer/rows";
import { say } from "../../../extension/errors";
import { someResult } from "./fixtures";

describe("candidateRows", () => {
  it("shows the first line and the confidence", () => {
    const [row] = candidateRows(someResult(["ls -la"]));
    assert.equal(row?.label, "ls -la");
    assert.equal(row?.description, "#1 · 90%");
    assert.equal(row?.detail, undefined);
  });

  it("shows the other lines of a longer candidate", () => {
    const [row] = candidateRows(someResult(["for x in *; do\n  echo $x\n\ndone"]));
    assert.equal(row?.label, "for x in *; do");
    assert.equal(row?.detail, "echo $x ⏎ done");
  });

  it("says how a one-line candidate differs from the first", () => {
    const rows = candidateRows(someResult(["find . -name a", "find . -iname a", "find . -name a -print"]));
    assert.deepEqual(
      rows.map((row) => row.detail),
      [undefined, "-iname instead of -name", "adds -print"],
    );
  });

  it("says what a candidate is besides code", () => {
    const result = someResult(["Errors()"]);
    const marked = (marks: Partial<Candidate>) => {
      const candidates = result.candidates.map((candidate) => ({ ...candidate, ...marks }));
      return candidateRows({ ...result, candidates })[0]?.description;
    };
    assert.equal(marked({ valid: false }), "#1 · 90% · not valid");
    // What all have in common tells nobody anything.
    assert.equal(marked({ example: "find errors" }), "#1 · 90%");
  });

  it("marks where the fewer candidates come from", () => {
    const marks = (remembered: readonly boolean[]) => {
      const { candidates } = someResult(remembered.map((_, i) => `ls ${i}`));
      const marked = candidates.map((each, i) => (remembered[i] ? { ...each, example: "list" } : each));
      return candidateRows({ candidates: marked }).map(({ description }) => description.split(" · ")[2]);
    };
    assert.deepEqual(marks([true, false, false]), ["remembered example", undefined, undefined]);
    assert.deepEqual(marks([true, true, false]), [undefined, undefined, "generated"]);
    assert.deepEqual(marks([false, false]), [undefined, undefined]);
  });

  it("says who made a candidate where not all come from one place", () => {
    const maker = { kind: "remote", provider: "serve", host: "a.example", model: "tiny" } as const;
    const here = { kind: "local", provider: "cpu", model: "tiny" } as const;
    const other = { kind: "served", provider: "vllm", host: "b.example", model: "coder" } as const;
    const made = (...makers: readonly NonNullable<Candidate["madeBy"]>[]) => {
      const { candidates } = someResult(makers.map((_, i) => `ls ${i}`));
      const marked = candidates.map((each, i) => ({ ...each, ...(makers[i] && { madeBy: makers[i] }) }));
      return candidateRows({ candidates: marked }).map(({ description }) => description.split(" · ")[2]);
    };
    assert.deepEqual(made(maker, maker), [undefined, undefined]);
    assert.deepEqual(made(maker, here, other), ["computed at a.example (serve)", "made here", "coder at b.example"]);
  });

  it("puts what cannot be undone in front of the code", () => {
    const { candidates } = someResult(["rm -r build", "ls"]);
    const [first, second] = candidates.map((each, i) =>
      i === 0 ? { ...each, cautions: ["deletes", "stops"] as const } : each,
    );
    const rows = candidateRows({ candidates: [first, second].flatMap((each) => each ?? []) });
    assert.deepEqual(
      rows.map(({ caution, label, description }) => [caution, label, description]),
      [
        ["deletes, stops processes", "rm -r build", "#1 · 90%"],
        [undefined, "ls", "#2 · 80%"],
      ],
    );
  });

  it("says in front which code was copied", () => {
    const { candidates } = someResult(["ls", "pwd"], []);
    const rows = candidateRows({ candidates, rejected: [{ code: "ls (", reason: say`bad` }], copied: "pwd" });
    assert.deepEqual(
      rows.map(({ copied, description }) => [copied, description]),
      [
        [false, "#1 · 90%"],
        [true, "copied · #2 · 80%"],
        [false, "rejected: bad"],
      ],
    );
  });

  it("shows code as it would be inserted, and knows it by what the model gave", () => {
    const listed = { ...someResult(["sum(x)"]), fitted: (code: string) => `return ${code}` };
    const [row] = candidateRows(listed);
    assert.deepEqual([row?.label, row?.code], ["return sum(x)", "sum(x)"]);
  });

  it("leaves no part of the code out, however long its lines are", () => {
    const unit = fc.constantFrom(..."abc |.-");
    // Without a size the lines would hardly ever be longer than a label.
    const line = fc.string({ unit, minLength: 1, maxLength: 200, size: "max" });
    const code = fc.array(line, { minLength: 1, maxLength: 5 });
    const squeezed = (text: string) => text.replace(/[\s⏎…]/g, "");
    fc.assert(
      fc.property(code, (lines) => {
        const [row] = candidateRows(someResult([lines.join("\n")]));
        assert.equal(squeezed(`${row?.label}${row?.detail ?? ""}`), squeezed(lines.join("")));
        assert.ok((row?.label.length ?? 0) <= 60);
      }),
    );
  });

  it("lists rejected samples last, marked", () => {
    const result = someResult(
      ["ls"],
      [
        { code: "ls (", reason: say`syntax error` },
        { code: "  ", reason: say`empty` },
      ],
    );
    const rows = candidateRows(result);
    assert.deepEqual(
      rows.map((row) => [row.label, row.description, row.candidate === undefined]),
      [
        ["ls", "#1 · 90%", false],
        ["ls (", "rejected: syntax error", true],
      ],
    );
  });
});

describe("pinned rows", () => {
  it("say so in words", () => {
    const { candidates } = someResult(["ls", "ls -a"]);
    const rows = candidateRows({ candidates, isPinned: ({ code }) => code === "ls -a" });
    assert.deepEqual(
      rows.map((row) => [row.pinned, row.description]),
      [
        [false, "#1 · 90%"],
        [true, "#2 · 80% · pinned"],
      ],
    );
  });
});

describe("difference", () => {
  it("names what is new and what is gone", () => {
    assert.equal(difference("ls -l", "ls"), "leaves out -l");
    assert.equal(difference("sort -n a", "sort -rn a"), "-rn instead of -n");
  });

  it("is silent about the same code and about quite other code", () => {
    assert.equal(difference("ls", "ls"), undefined);
    assert.equal(difference("GreaterThan(85)", "Between(85, 100)"), undefined);
  });
});
