/**
 * `npm run floor`: the extension-host suite in the oldest VS Code that `engines.vscode` allows, as the browser editor code-server
 * of that version brings it (Linux x64, Node 20; installed once, into the cache folder). CODEFUSION_HOST_TESTS chooses tests as ever.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensure } from "./ensure.mjs";
import { at } from "./lib/paths.mjs";
import { main, npm, ScriptError, stage } from "./lib/process.mjs";
import { cacheFolder } from "./lib/servers.mjs";

/** The code-server that carries VS Code 1.100.3. */
const CODE_SERVER = "4.100.3";

await main(async () => {
  const { engines } = JSON.parse(readFileSync(at("package.json"), "utf8"));
  const [, minor] = /^\^1\.(\d+)\./.exec(engines.vscode) ?? [];
  if (minor !== CODE_SERVER.split(".")[1])
    throw new ScriptError(`engines.vscode is ${engines.vscode}: name its code-server in scripts/floor.mjs`);
  if (!process.version.startsWith("v20."))
    throw new ScriptError(`VS Code 1.${minor} runs on Node 20, and this is ${process.version}`);
  await ensure();
  process.env.CODEFUSION_VSCODE_SERVER = await installed();
  const { findChromium } = await import("./lib/browser.mjs");
  process.env.CHROMIUM = await findChromium();
  const { runHostSuite } = await import("../test/host/run.mjs");
  const { passed, failed, notes } = await runHostSuite();
  for (const note of notes) console.log(note);
  console.log(`VS Code 1.${minor}: ${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
});

/** The folder of the server, whose packages and those of its own are there. */
async function installed() {
  const folder = join(cacheFolder(), `code-server-${CODE_SERVER}`);
  const server = join(folder, "node_modules", "code-server", "lib", "vscode");
  const stamp = join(folder, "whole");
  if (existsSync(stamp)) return server;
  stage(`Installing code-server ${CODE_SERVER}, once`, 40);
  mkdirSync(folder, { recursive: true });
  const wanted = { private: true, dependencies: { "code-server": CODE_SERVER } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(wanted));
  // Its postinstall wants a compiler; what it would compile has stand-ins.
  const quietly = ["install", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  await npm("Installing code-server", quietly, { cwd: folder });
  await npm("Installing the packages of its VS Code", quietly, { cwd: server });
  writeFileSync(stamp, "");
  return server;
}
