/** The package as it is installed in the VS Code server, kept until something that it is made of changes. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { installVsix } from "../../test/vscode-host/install.mjs";
import { at } from "./paths.mjs";
import { runOrThrow, stage } from "./process.mjs";
import { packageHash } from "./stamp.mjs";

const FOLDER = at("out", "installed");

/**
 * A folder of extensions with this one in it; a running server works on a copy, so that the next start may replace it.
 * @returns {Promise<string>} for `startServer({ extensions })`
 * @throws {import("./process.mjs").ScriptError} when it cannot be packaged or installed
 */
export async function installedPackage() {
  const hash = packageHash().slice(0, 16);
  const installed = join(FOLDER, hash);
  if (existsSync(installed)) return installed;
  const dataDir = join(FOLDER, `${hash}.${process.pid}`);
  mkdirSync(dataDir, { recursive: true });
  try {
    const vsix = join(dataDir, "codefusion.vsix");
    stage("Packaging the extension, as something changed", 15);
    await runOrThrow("Packaging", process.execPath, [at("scripts", "package.mjs"), "--out", vsix], { quiet: true });
    stage("Installing the package in the VS Code server", 5);
    await installVsix(dataDir, vsix);
    for (const other of readdirSync(FOLDER)) {
      if (!other.startsWith(hash)) rmSync(join(FOLDER, other), { recursive: true, force: true });
    }
    // Another start may have been faster.
    if (!existsSync(installed)) renameSync(join(dataDir, "extensions"), installed);
    return installed;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
