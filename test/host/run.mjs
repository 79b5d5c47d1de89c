/** Runs the host suite in a real extension host: desktop VS Code where it can be had, else the VS Code server. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { at, OUTPUT, ROOT, SAMPLE_WORKSPACE } from "../../scripts/lib/paths.mjs";
import { failure, forgetResults, readResults, resultsFile } from "../../scripts/lib/results.mjs";
import { findDesktop } from "./desktop.mjs";

const SUITE = join(OUTPUT, "host", "index.js");
/** For the whole suite, a cold start of the workbench included; `npm run soak` says its own. */
const TIMEOUT_MS = Number(process.env.CODEFUSION_HOST_MINUTES ?? 30) * 60_000;

/** @returns {Promise<{passed: number, failed: number, notes: string[]}>} */
export async function runHostSuite() {
  const all = readdirSync(at("test", "host")).filter((file) => file.endsWith(".test.ts"));
  // Part of the suite, while one works on it: CODEFUSION_HOST_TESTS=prompts,list
  const wanted = process.env.CODEFUSION_HOST_TESTS?.split(",");
  const files = wanted ? all.filter((file) => wanted.includes(file.replace(/\.test\.ts$/, ""))) : all;
  if (files.length === 0) return failure("host: no tests were found");
  forgetResults("host");
  await bundleSuite(files);
  const workspace = mkdtempSync(join(tmpdir(), "codefusion-workspace-"));
  const remove = () => rmSync(workspace, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    cpSync(SAMPLE_WORKSPACE, workspace, { recursive: true });
    const desktop = await findDesktop();
    console.log(desktop ? `In desktop VS Code: ${desktop}\n` : "In the VS Code server (no desktop VS Code here)\n");
    const code = desktop ? await runOnDesktop(desktop, workspace) : await runOnServer(workspace);
    return readResults("host", code);
  } finally {
    process.off("exit", remove);
    remove();
  }
}

/** One file that VS Code can load: the suite's runner with every test file. */
async function bundleSuite(files) {
  const { build } = await import("esbuild");
  const loaders = files.map((file) => `() => void require("./${file}")`);
  await build({
    stdin: {
      contents: `import { runSuite } from "./index";
import reporter from "../../scripts/lib/reporter.cjs";
export const run = () => runSuite([${loaders.join(", ")}], reporter);`,
      resolveDir: at("test", "host"),
      sourcefile: "suite.ts",
      loader: "ts",
    },
    absWorkingDir: ROOT,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["vscode", "mocha"],
    sourcemap: "inline",
    outfile: SUITE,
    logLevel: "warning",
  });
}

async function runOnDesktop(vscodeExecutablePath, workspace) {
  const { runTests } = await import("@vscode/test-electron");
  const userData = mkdtempSync(join(tmpdir(), "codefusion-user-"));
  try {
    return await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: ROOT,
      extensionTestsPath: SUITE,
      extensionTestsEnv: testsEnv(),
      launchArgs: [workspace, "--disable-extensions", "--disable-workspace-trust", `--user-data-dir=${userData}`],
    });
  } catch (error) {
    console.error(String(error));
    return 1;
  } finally {
    rmSync(userData, { recursive: true, force: true });
  }
}

async function runOnServer(workspace) {
  const { startServer } = await import("../vscode-host/server.mjs");
  const { launchBrowser, newWorkbenchPage } = await import("../../scripts/lib/browser.mjs");
  const browser = await launchBrowser();
  let server;
  try {
    server = await startServer({ smokeTestDriver: true, env: testsEnv() });
    const page = await newWorkbenchPage(browser);
    const finished = new Promise((resolve) => void page.exposeFunction("codeAutomationExit", resolve));
    await page.exposeFunction("codeAutomationLog", () => {});
    const crashed = new Promise((_, reject) =>
      page.once("crash", () => reject(new Error("the browser's page crashed"))),
    );
    await page.goto(server.url({ folder: workspace, extensionDevelopmentPath: ROOT, extensionTestsPath: SUITE }), {
      waitUntil: "commit",
    });
    return await Promise.race([finished, crashed, sleep(TIMEOUT_MS, 124, { ref: false })]);
  } finally {
    printOutcome();
    await browser.close();
    await server?.stop();
  }
}

/** What the suite inside of the extension host is told. */
function testsEnv() {
  const soak = Object.entries(process.env).filter(([name]) => name.startsWith("CODEFUSION_SOAK"));
  return { CODEFUSION_RESULTS: resultsFile("host"), ...Object.fromEntries(soak) };
}

/** The extension host has no terminal, so its outcome is shown from the file that its reporter writes as it goes. */
function printOutcome() {
  const file = `${resultsFile("host")}.log`;
  if (!existsSync(file)) return;
  for (const line of readFileSync(file, "utf8").trim().split("\n")) {
    const { title, state, ms, error } = JSON.parse(line);
    console.log(`  ${state === "passed" ? "✔" : state === "failed" ? "✘" : "-"} ${title} (${ms} ms)`);
    if (error) console.log(error.replace(/^/gm, "      "));
  }
}
