/** Installs a vsix into the VS Code server's data folder, as users install it. */
import { runOrThrow } from "../../scripts/lib/process.mjs";
import { SERVER_MAIN, SERVER_NODE } from "./setup.mjs";

/**
 * @param {string} dataDir gets a folder `extensions`
 * @param {string} vsix
 * @throws {import("../../scripts/lib/process.mjs").ScriptError} where the server refuses it
 */
export function installVsix(dataDir, vsix) {
  const args = ["--accept-server-license-terms", "--server-data-dir", dataDir, "--install-extension", vsix, "--force"];
  return runOrThrow("Installing the vsix", SERVER_NODE, [SERVER_MAIN, ...args], { quiet: true, env: cleanEnv() });
}

/** npm's and another editor's variables would change what the server and its extension hosts do. */
export function cleanEnv() {
  const foreign = /^(npm_|VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_PATH$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}
