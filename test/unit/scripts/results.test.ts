import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { outcomeOf } from "../../../scripts/lib/results.mjs";

describe("the outcome of a suite", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "codefusion-results-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function results(states: readonly string[]): string {
    const file = path.join(folder, "results.json");
    writeFileSync(file, JSON.stringify({ tests: states.map((state, index) => ({ title: `test ${index}`, state })) }));
    return file;
  }

  it("is a failure when the suite died before it wrote anything", () => {
    const { passed, failed, notes } = outcomeOf("ui", path.join(folder, "none.json"), 0, { noSkips: false });
    assert.deepEqual([passed, failed, notes.length], [0, 1, 1]);
  });

  it("is a failure when there are no tests", () => {
    assert.equal(outcomeOf("ui", results([]), 0, { noSkips: false }).failed, 1);
  });

  it("is a failure when no test failed but the process did", () => {
    const { passed, failed } = outcomeOf("ui", results(["passed"]), 139, { noSkips: false });
    assert.deepEqual([passed, failed], [1, 1]);
  });

  it("names every skipped test, and fails it where none may be skipped", () => {
    const file = results(["passed", "skipped"]);
    const lenient = outcomeOf("ui", file, 0, { noSkips: false });
    assert.deepEqual([lenient.passed, lenient.failed], [1, 0]);
    assert.match(lenient.notes.join(), /SKIPPED test 1/);
    assert.equal(outcomeOf("ui", file, 0, { noSkips: true }).failed, 1);
  });

  it("counts every test exactly once where none may be skipped", () => {
    const states = fc.array(fc.constantFrom("passed", "failed", "skipped"), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(states, (given) => {
        const { passed, failed } = outcomeOf("unit", results(given), 0, { noSkips: true });
        assert.equal(passed + failed, given.length);
        assert.equal(passed, given.filter((state) => state === "passed").length);
      }),
    );
  });
});
