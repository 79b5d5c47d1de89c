import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import { launchBrowser, newWorkbenchPage } from "../../scripts/lib/browser.mjs";
import { CandidateList } from "./harness";
import { Started } from "./harness/started";
import { SYSTEM_SCHEMES } from "./harness/themes";
import { Workbench } from "./harness/workbench";

const ROOT = path.resolve(__dirname, "..", "..");
const WORKSPACE = path.join(ROOT, "out", "workspace");
const FILE = "sample.py";
const PROMPT = "# sort the list `x` in descending order";

describe("npm start", () => {
  let browser: Browser;
  let started: Started | undefined;

  before(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    await started?.interrupt();
    started = undefined;
  });
  after(() => browser?.close());

  it("prints a link that opens the sample in an editor that answers its comment, and ends with everything", async () => {
    started = await Started.byUser();
    const { link } = started;
    // One line of a narrow terminal, so that it can be clicked.
    assert.ok(link.length < 78, link);
    const page = await newWorkbenchPage(browser, SYSTEM_SCHEMES.dark);
    const screenshots = path.join(ROOT, "test", "output", "ui");
    const workbench = new Workbench(page, { folder: WORKSPACE, screenshots, extensions: started.extensions });
    await page.goto(link, { waitUntil: "commit" });
    await workbench.untilOpen(FILE);
    const lines = (await workbench.bytes(FILE)).toString().split("\n");
    assert.ok(lines.includes(PROMPT), `${WORKSPACE} is a copy that you edited: delete it and run this again`);
    await workbench.goToLine(lines.indexOf(PROMPT) + 1);
    await workbench.runCommand("CodeFusion: Generate from Comment");
    await workbench.untilListed(/candidates/);
    const list = new CandidateList(workbench);
    assert.ok((await list.codes()).some((code) => code.includes("x")));
    await list.preview();
    await workbench.screenshot("start");
    await assertApart(workbench);
    await list.leave();
    assert.deepEqual(workbench.complaints, []);
    await workbench.close();

    const running = await started.processes();
    assert.ok(running.length > 3, "npm, the script, the server and an extension host run");
    await started.interrupt();
    assert.deepEqual(await started.survivors(running), []);
    assert.ok(!existsSync(started.dataDir), "its data folder is gone");
    await assert.rejects(fetch(link), "nothing answers any more");
  });

  it("lets in who has the link, from this machine alone", async () => {
    started = await Started.byUser();
    const { origin, port, link } = started;
    const answers = [origin, `${link}0`].map(async (address) => (await fetch(address, { redirect: "manual" })).status);
    for (const status of await Promise.all(answers)) assert.ok(status === 403 || status === 404, String(status));
    const others = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses);
    for (const { address, family, internal } of others)
      if (!internal && family === "IPv4") await assert.rejects(fetch(`http://${address}:${port}/version`), address);
    const commands = (await started.processes()).map(({ command }) => command).join("\n");
    assert.ok(!commands.includes(link.slice(origin.length + 1)), "every user of the machine reads command lines");
  });

  it("packages again only what changed, and runs what is built now", async () => {
    started = await Started.byUser();
    await started.interrupt();
    started = await Started.byUser();
    assert.doesNotMatch(started.output, /Installing|Building|Packaging/);
    const name = (await readdir(started.extensions)).find((folder) => folder.startsWith("codefusion."));
    assert.ok(name, "the extension is installed");
    const bundle = path.join("dist", "extension.js");
    const installed = await readFile(path.join(started.extensions, name, bundle), "utf8");
    const built = await readFile(path.join(ROOT, bundle), "utf8");
    // Not `equal`: what it prints of two long lines helps nobody.
    assert.ok(installed.trim() === withoutSourceMap(built), "the installed bundle is not the built one");
  });

  it("says what it does, and at once that a port is taken", async () => {
    const holder = createServer();
    await once(holder.listen(0, "127.0.0.1"), "listening");
    const { port } = holder.address() as AddressInfo;
    try {
      const start = promisify(execFile)("npm", ["start", "--", "--browser", "--port", String(port)], { cwd: ROOT });
      await assert.rejects(start, ({ stderr }: { stderr: string }) => {
        assert.match(stderr, /^Starting the VS Code server \(about \d+ s\)/m);
        return stderr.includes(`port ${port} cannot be used`);
      });
    } finally {
      holder.close();
    }
  });

  for (const args of [["--port", "eighty"], ["--port", "70000"], ["--colour"]])
    it(`says how it is used when it is asked for ${args.join(" ")}`, async () => {
      const start = promisify(execFile)(process.execPath, [path.join(ROOT, "scripts", "start.mjs"), ...args]);
      await assert.rejects(start, ({ code, stderr }: { code: number; stderr: string }) => {
        assert.equal(code, 1);
        assert.match(stderr, /Usage: npm start/);
        assert.ok(stderr.includes(args.at(-1) ?? ""));
        return !/^\s+at /m.test(stderr);
      });
    });
});

/** The list hangs over the editor: neither the comment nor the preview below it may lie under it. */
async function assertApart({ page }: Workbench): Promise<void> {
  const list = await page.locator(".quick-input-widget:visible").boundingBox();
  const comment = await page.locator(".view-line", { hasText: "in descending order" }).boundingBox();
  assert.ok(list && comment);
  assert.ok(list.y + list.height <= comment.y, "the list covers the comment");
}

/** The package carries no maps, so its bundles name none. */
function withoutSourceMap(bundle: string): string {
  return bundle.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, "").trim();
}
