import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadLanguage } from "../../../extension/languages";
import { canonicalName, PREDICATES } from "../../../extension/languages/cf";

const PAGE = readFileSync(join(__dirname, "../../../docs/cf-rules.md"), "utf8");
const quoted = [...PAGE.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);

describe("docs/cf-rules.md", () => {
  it("names every predicate", () => {
    const named = new Set(quoted.map((code) => canonicalName(/^\w+/.exec(code)?.[0] ?? "")));
    assert.deepEqual(
      [...PREDICATES.keys()].filter((name) => !named.has(name)),
      [],
    );
  });

  it("shows rules that are valid", async () => {
    const { validate } = await loadLanguage("cf");
    const rules = quoted.filter((code) => /^[A-Za-z]+\(.*\)$/.test(code) && !code.includes("…"));
    assert.ok(rules.length > 10);
    for (const rule of rules) assert.deepEqual(validate(rule), { valid: true }, rule);
  });
});
