import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { readFaults, readSoak, reportOf } from "../../../scripts/lib/faults.mjs";

const ROOT = path.join(__dirname, "..", "..", "..");
const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");

describe("the table of faults", () => {
  const faults = readFaults();

  it("has a row for each of many faults, and each names a test that exists", () => {
    assert.ok(faults.length >= 40);
    for (const { file, test } of faults) assert.ok(read(file).includes(test), `${file}: ${test}`);
    const told = faults.map(({ area, fault }) => `${area}: ${fault}`);
    assert.equal(new Set(told).size, told.length);
  });

  it("is what test/REPORT.md shows", () => {
    // The formatter aligns the columns.
    const squashed = (text: string) => text.replace(/ +/g, " ").replace(/-{2,}/g, "---");
    assert.equal(squashed(read("test/REPORT.md")), squashed(reportOf(faults, readSoak())), "run npm run report");
  });
});
