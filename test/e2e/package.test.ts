import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { openWorkbench, type Workbench } from "./harness";

const run = promisify(execFile);

describe("the installed package", () => {
  let workbench: Workbench;
  let folder: string;

  before(async () => {
    workbench = await openWorkbench("sample.cfrule");
    const installed = (await readdir(workbench.places.extensions)).find((name) => name.startsWith("codefusion."));
    assert.ok(installed, "the server has no codefusion extension");
    folder = path.join(workbench.places.extensions, installed);
  });
  after(() => workbench?.close());

  it("generates outside the repository, without node_modules", async () => {
    const files = await readdir(folder);
    assert.ok(!files.includes("node_modules"));
    const args = ["generate", "--language", "cf", "--json", "Highlight cells greater than 85"];
    const { stdout } = await run(process.execPath, [path.join(folder, "dist", "cli.js"), ...args], { cwd: folder });
    const report = JSON.parse(stdout);
    assert.equal(report.language, "cf");
    assert.ok(report.candidates.length >= 1);
  });

  it("carries nothing but what runs", async () => {
    const files = await readdir(folder, { recursive: true });
    const strangers = files.filter((file) => /\.(ts|map|py|mjs|vsix)$|(^|\/)(test|scripts|training)(\/|$)/.test(file));
    assert.deepEqual(strangers, []);
  });

  it("gives .cfrule files their language", async () => {
    await workbench.page.locator(".statusbar-item", { hasText: "CF Rules" }).waitFor();
  });
});
