import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { ensureBuilt } from "./process";

describe("the bundles", () => {
  before(ensureBuilt);
  const bundle = (name: string) => readFileSync(path.join(__dirname, "..", "..", "..", "dist", `${name}.js`), "utf8");

  it("keep what only measures out of the editor", () => {
    assert.match(bundle("cli"), /chat\/completions/);
    for (const name of ["extension", "child"]) assert.doesNotMatch(bundle(name), /chat\/completions|vega-lite/);
  });

  it("leave the charts to the checkout that draws them", () => {
    assert.doesNotMatch(bundle("cli"), /vega\.github\.io\/schema/);
  });
});
