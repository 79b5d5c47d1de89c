import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";

const run = promisify(execFile);
const SCRIPT = path.join(__dirname, "../../../scripts/package.mjs");
const sbomBeside = (file: string) => file.replace(/\.vsix$/, ".cdx.json");
const hashOf = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");

describe("the package", function () {
  this.timeout(300_000);
  let folder: string;
  let vsix: string;
  async function packaged(name: string): Promise<string> {
    const file = path.join(folder, `${name}.vsix`);
    await run(process.execPath, [SCRIPT, "--out", file]);
    return file;
  }
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "codefusion-package-"));
    vsix = await packaged("once");
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("is the same bytes when it is made again, and so is its bill of materials", async () => {
    const again = await packaged("again");
    assert.equal(hashOf(again), hashOf(vsix));
    assert.equal(hashOf(sbomBeside(again)), hashOf(sbomBeside(vsix)));
  });

  it("has a valid bill of materials that lists what the notices list", async () => {
    const text = readFileSync(sbomBeside(vsix), "utf8");
    assert.equal(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text), null);
    const { components } = JSON.parse(text) as { components: { group?: string; name: string; version: string }[] };
    const listed = components.map(({ group, name, version }) => `${group ? `${group}/` : ""}${name} ${version}`);
    const notices = readFileSync(path.join(__dirname, "../../../dist/ThirdPartyNotices.txt"), "utf8");
    const named = [...notices.matchAll(/^(\S+ (?:[a-z]+-)?\d[\w.-]*) \(/gm)].map(([, title = ""]) => title);
    assert.ok(named.length > 10);
    assert.deepEqual(listed.sort(), named.sort());
  });
});
