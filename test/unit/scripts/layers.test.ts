import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

interface Layer {
  readonly at: string;
  readonly is: string;
  readonly imports: readonly string[];
}

const ROOT = path.join(__dirname, "..", "..", "..");
const { LAYERS } = require(path.join(ROOT, "scripts", "lib", "layers.cjs")) as { LAYERS: readonly Layer[] };

/** Every name that a file of the extension exports itself, by the file. */
function exportedNames(): Map<string, string[]> {
  const folder = path.join(ROOT, "extension");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const names = new Map<string, string[]>();
  for (const file of files) {
    const text = readFileSync(path.join(folder, file), "utf8");
    for (const [, name = ""] of text.matchAll(/^export (?:async )?(?:function|const|class|interface|type) (\w+)/gm))
      names.set(name, [...new Set([...(names.get(name) ?? []), file])]);
  }
  return names;
}

describe("names", () => {
  it("mean one thing: no two files of the extension export the same", () => {
    const names = exportedNames();
    assert.ok(names.size > 500);
    assert.deepEqual(
      [...names].filter(([, files]) => files.length > 1),
      [],
    );
  });
});

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
