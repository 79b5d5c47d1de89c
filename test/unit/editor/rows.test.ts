import assert from "node:assert/strict";
import type { Candidate } from "../../../extension/contract";
import { candidateRows, difference } from "../../../extension/editor/offer/rows";
import { someResult } from "./fixtures";

describe("candidateRows", () => {
  it("shows the first line, confidence and validity", () => {
    const [row] = candidateRows(someResult(["ls -la"]));
    assert.equal(row?.label, "ls -la");
    assert.equal(row?.description, "#1 · 90% · valid");
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
    assert.equal(marked({ partial: true }), "#1 · 90% · valid · another reading");
    assert.equal(marked({ example: "find errors" }), "#1 · 90% · valid · remembered example");
  });

  it("lists rejected samples last, marked", () => {
    const result = someResult(
      ["ls"],
      [
        { code: "ls (", reason: "syntax error" },
        { code: "  ", reason: "empty" },
      ],
    );
    const rows = candidateRows(result);
    assert.deepEqual(
      rows.map((row) => [row.label, row.description, row.candidate === undefined]),
      [
        ["ls", "#1 · 90% · valid", false],
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
        [false, "#1 · 90% · valid"],
        [true, "#2 · 80% · valid · pinned"],
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
