/** Installs a folder's locked packages, and knows when that is not needed. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { npm, stage } from "./process.mjs";

/** Set wherever npm runs: onnxruntime-node's postinstall would fetch CUDA libraries, and everything needed is in its tarball. */
export const INSTALL_ENV = { ONNXRUNTIME_NODE_INSTALL: "skip" };

/** Whether node_modules holds exactly the versions of package-lock.json (optional ones of other platforms aside). */
export function isInstalled(folder) {
  const installed = packagesOf(join(folder, "node_modules", ".package-lock.json"));
  if (installed === undefined) return false;
  const wanted = packagesOf(join(folder, "package-lock.json")) ?? {};
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "" || entry.link) return true;
    const found = installed[path];
    if (found === undefined) return Boolean(entry.optional || entry.devOptional || entry.peer);
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/**
 * `npm ci --ignore-scripts` in `folder` unless it is installed already; `what` names its packages to the user.
 * @returns {Promise<boolean>} whether anything was installed
 */
export async function installIfNeeded(folder, { quiet = false, what = "the packages" } = {}) {
  if (isInstalled(folder)) return false;
  stage(`Installing ${what}, on the first start only`, 30);
  await npm(`Installing ${what}`, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
    quiet,
    // npm sets NODE_ENV=production semantics from the caller's environment; the tools are devDependencies.
    env: { ...process.env, ...INSTALL_ENV, npm_config_include: "dev" },
  });
  return true;
}

function packagesOf(lockFile) {
  if (!existsSync(lockFile)) return undefined;
  return JSON.parse(readFileSync(lockFile, "utf8")).packages;
}
