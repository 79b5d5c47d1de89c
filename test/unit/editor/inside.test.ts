import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isInside } from "../../../extension/editor/cf/inside";

describe("whether a file lies inside a folder", () => {
  let root: string;
  const at = (...names: string[]) => join(root, ...names);
  before(() => {
    root = mkdtempSync(join(tmpdir(), "codefusion-inside-"));
    for (const folder of ["work", "work/deep", "elsewhere"]) mkdirSync(at(folder));
    for (const file of ["work/deep/own.csv", "elsewhere/secret.csv", "work/..own.csv"])
      writeFileSync(at(file), "a\n1\n");
    symlinkSync(at("elsewhere/secret.csv"), at("work/link.csv"));
    symlinkSync(at("elsewhere"), at("work/folder"));
    symlinkSync(at("work/deep/own.csv"), at("work/own-link.csv"));
    symlinkSync(at("work"), at("also-work"));
  });
  after(() => rmSync(root, { recursive: true }));

  for (const name of ["work/deep/own.csv", "work/own-link.csv", "work/..own.csv", "also-work/deep/own.csv"])
    it(`holds for ${name}`, async () => {
      assert.ok(await isInside(at(name), at("work")));
      assert.ok(await isInside(at(name), at("also-work")));
    });

  for (const name of ["elsewhere/secret.csv", "work/link.csv", "work/folder/secret.csv", "work/none.csv", "work"])
    it(`does not hold for ${name}`, async () => assert.ok(!(await isInside(at(name), at("work")))));
});
