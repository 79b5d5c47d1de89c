import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(__dirname, "..", "..");
const TESTS = path.join(ROOT, "test");
/** Not test/vscode-host: an installed server has folders that lead back into themselves. */
const SUITES = ["unit", "servers", "host"];
const TABLE = /^\| fault .*\n((?:\|.*\n)+)/m;

/** Every test file's text, by its name without endings. */
const files = new Map(
  SUITES.flatMap((suite) =>
    readdirSync(path.join(TESTS, suite), { recursive: true, encoding: "utf8" }).map((file) => path.join(suite, file)),
  )
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => [file, readFileSync(path.join(TESTS, file), "utf8")] as const),
);

describe("the table of faults in docs/servers.md", () => {
  const rows = (TABLE.exec(readFileSync(path.join(ROOT, "docs", "servers.md"), "utf8"))?.[1] ?? "").trim().split("\n");

  it("names a test for both kinds of server in every row, and each of them exists", () => {
    const faults = rows.slice(1);
    assert.ok(faults.length > 12, `${faults.length} rows`);
    for (const row of faults) {
      const cells = row.split("|").slice(4, 6);
      for (const cell of cells) {
        const named = [...cell.matchAll(/`([\w-]+)` ((?:"[^"]+"(?:, )?)+)/g)];
        assert.ok(named.length > 0, row);
        for (const [, file = "", titles = ""] of named) {
          const texts = [...files]
            .filter(([name]) => path.basename(name) === `${file}.test.ts`)
            .map(([, text]) => text);
          for (const [, title = ""] of titles.matchAll(/"([^"]+)"/g))
            assert.ok(
              texts.some((text) => text.includes(title)),
              `no test of ${file} says "${title}"`,
            );
        }
      }
    }
  });
});
