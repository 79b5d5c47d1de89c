import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isInstalled } from "../../../scripts/lib/install.mjs";

const WANTED = {
  "": { name: "it" },
  "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
  "node_modules/a-windows": { version: "1.0.0", optional: true },
};

describe("whether packages need installing", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "codefusion-install-"));
    write("package-lock.json", WANTED);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(file: string, packages: object): void {
    mkdirSync(path.join(folder, "node_modules"), { recursive: true });
    writeFileSync(path.join(folder, file), JSON.stringify({ packages }));
  }

  it("they do when nothing is installed", () => {
    assert.equal(isInstalled(folder), false);
  });

  it("they do not when what is locked is there, other platforms' packages aside", () => {
    write("node_modules/.package-lock.json", { "node_modules/a": WANTED["node_modules/a"] });
    assert.equal(isInstalled(folder), true);
  });

  it("they do when a package is missing, of another version or of other contents", () => {
    for (const found of [
      {},
      { a: { version: "1.0.1", integrity: "sha512-a" } },
      { a: { version: "1.0.0", integrity: "sha512-b" } },
    ]) {
      const packages = Object.fromEntries(
        Object.entries(found).map(([name, entry]) => [`node_modules/${name}`, entry]),
      );
      write("node_modules/.package-lock.json", packages);
      assert.equal(isInstalled(folder), false, JSON.stringify(found));
    }
  });
});
