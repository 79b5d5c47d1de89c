import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(__dirname, "../..");
const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");

describe("SECURITY.md", () => {
  const rows = read("SECURITY.md")
    .split("\n")
    .filter((line) => /^\| (?!-|who|promise)/.test(line));

  it("names a test that exists in every row", () => {
    assert.ok(rows.length > 15);
    for (const row of rows) {
      const named = [...row.matchAll(/`(test\/[^`]+)`/g)].map(([, file = ""]) => file);
      assert.ok(named.length > 0, row);
      for (const file of named) assert.ok(existsSync(path.join(ROOT, file)), `${file} does not exist`);
    }
  });

  it("names rules and scripts that exist", () => {
    assert.match(read("scripts/dependencies.cjs"), /"processes-started-in-two-files"/);
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    for (const [, script = ""] of read("SECURITY.md").matchAll(/`npm run ([\w:-]+)`/g))
      assert.ok(scripts[script], script);
  });
});
