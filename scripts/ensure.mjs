/** Makes the repository ready to run: installs where needed, builds where stale. Does nothing, quickly, when it is ready. */
import { pathToFileURL } from "node:url";
import { installIfNeeded } from "./lib/install.mjs";
import { ROOT } from "./lib/paths.mjs";
import { main, stage } from "./lib/process.mjs";
import { readStamp, sourceHash } from "./lib/stamp.mjs";
import { currentTarget } from "./lib/target.mjs";

/**
 * @param {{quiet?: boolean}} [options] `quiet` prints what npm says only when it fails
 * @throws {import("./lib/process.mjs").ScriptError} when installing or building fails
 */
export async function ensure({ quiet = false } = {}) {
  await installIfNeeded(ROOT, { quiet });
  const stamp = readStamp();
  if (stamp?.target === currentTarget() && stamp.sources === sourceHash()) return;
  stage("Building the extension", 5);
  // Imported late: the build needs packages that may just have been installed.
  const { build } = await import("./build.mjs");
  await build();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main(ensure);
