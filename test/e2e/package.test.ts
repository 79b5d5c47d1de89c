import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { openWorkbench, type Workbench } from "./harness";

const run = promisify(execFile);

/** Tells of every connection that is tried, and refuses it. */
const NO_NETWORK = `
  const refuse = () => { console.error("a connection was tried"); throw new Error("there is no network"); };
  require("node:net").Socket.prototype.connect = refuse;
  require("node:dgram").createSocket = refuse;
  globalThis.fetch = refuse;
`;

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

  it("generates outside the repository, without node_modules and without the network", async () => {
    const files = await readdir(folder);
    assert.ok(!files.includes("node_modules"));
    const args = ["generate", "--language", "cf", "--json", "Highlight cells greater than 85"];
    const refusal = path.join(workbench.places.folder, "no-network.cjs");
    await writeFile(refusal, NO_NETWORK);
    const { stdout, stderr } = await run(process.execPath, [path.join(folder, "dist", "cli.js"), ...args], {
      cwd: folder,
      // Inherited by the inference child.
      env: { ...process.env, NODE_OPTIONS: `--require ${JSON.stringify(refusal)}` },
    });
    const report = JSON.parse(stdout);
    assert.equal(report.language, "cf");
    assert.ok(report.candidates.length >= 1);
    assert.equal(stderr, "");
  });

  it("carries nothing but what runs", async () => {
    const files = (await readdir(folder, { recursive: true })).filter((file) => !file.startsWith("media/samples/"));
    const strangers = files.filter((file) => /\.(ts|map|py|mjs|vsix)$|(^|\/)(test|scripts|training)(\/|$)/.test(file));
    assert.deepEqual(strangers, []);
  });

  it("names no source maps, as it carries none", async () => {
    const dist = path.join(folder, "dist");
    const bundles = (await readdir(dist, { recursive: true })).filter((file) => /\.(js|css)$/.test(file));
    assert.ok(bundles.length >= 5, bundles.join());
    for (const bundle of bundles)
      assert.doesNotMatch(await readFile(path.join(dist, bundle), "utf8"), /[/*]# sourceMappingURL=/, bundle);
  });

  it("has an icon that galleries accept", async () => {
    const { icon } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
    const png = await readFile(path.join(folder, icon));
    assert.equal(png.subarray(1, 4).toString(), "PNG");
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    assert.ok(width >= 128 && width === height, `${width} × ${height}`);
  });

  it("has a README whose pictures and links need no folder to start from", async () => {
    const name = (await readdir(folder)).find((file) => /^readme\.md$/i.test(file)) ?? "";
    const readme = await readFile(path.join(folder, name), "utf8");
    const targets = [...readme.matchAll(/\]\(([^)\s]+)/g)].map(([, target = ""]) => target);
    assert.ok(
      targets.some((target) => target.startsWith("data:image/png;base64,")),
      "the theatre is shown",
    );
    assert.deepEqual(
      targets.filter((target) => !/^(https:|#|data:image\/png;)/.test(target)),
      [],
    );
  });

  it("gives .cfrule files their language", async () => {
    await workbench.page.locator(".statusbar-item", { hasText: "CF Rules" }).waitFor();
  });
});
