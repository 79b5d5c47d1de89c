import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

interface Layer {
  readonly at: string;
  readonly is: string;
  readonly imports: readonly string[];
}

const ROOT = path.join(__dirname, "..", "..", "..");
const { LAYERS } = require(path.join(ROOT, "scripts", "lib", "layers.cjs")) as { LAYERS: readonly Layer[] };

describe("the layers of the house", () => {
  it("are what CONTRIBUTING.md says", () => {
    const rows = readFileSync(path.join(ROOT, "CONTRIBUTING.md"), "utf8").matchAll(
      /^\| `([\w./]+?)\/?` +\| (.+?) +\| (.+?) +\|$/gm,
    );
    const said = [...rows].map(([, at = "", is, imports]) => ({ at, is, imports }));
    const wanted = LAYERS.map(({ at, is, imports }) => ({
      at,
      is,
      imports: imports.map((each) => `\`${each.replace("extension/", "")}\``).join(", ") || "nothing",
    }));
    assert.deepEqual(
      said.filter(({ at }) => LAYERS.some((layer) => layer.at === at)),
      wanted,
    );
  });

  it("import only what lies below them", () => {
    for (const [at, { imports }] of LAYERS.entries())
      for (const each of imports)
        assert.ok(
          LAYERS.slice(0, at).some((below) => below.at === each),
          each,
        );
  });
});
