import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { ensureBuilt } from "./process";

describe("the bundles", () => {
  before(ensureBuilt);
  const bundle = (name: string) => readFileSync(path.join(__dirname, "..", "..", "..", "dist", `${name}.js`), "utf8");

  it("keep what only measures out of what ships", () => {
    assert.match(bundle("lab"), /--baseline-data/);
    for (const name of ["extension", "child", "cli"])
      assert.doesNotMatch(bundle(name), /--baseline-data|--write-memory|vega/);
  });

  it("leave the charts to the checkout that draws them", () => {
    assert.doesNotMatch(bundle("lab"), /vega\.github\.io\/schema/);
  });
});
