/** Finds a desktop VS Code for the host suite. */
import { existsSync } from "node:fs";
import { at } from "../../scripts/lib/paths.mjs";
import { ScriptError } from "../../scripts/lib/process.mjs";

const NEWEST_TRIED = "stable";

/**
 * The executable that VSCODE_PATH names, else one that test-electron has or can download; undefined where there is
 * neither (no display, no network), which takes no time to find out.
 * @throws {ScriptError} when VSCODE_PATH names nothing
 */
export async function findDesktop() {
  const named = process.env.VSCODE_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new ScriptError(`VSCODE_PATH names ${named}, which does not exist`);
  }
  const hasDisplay = process.platform !== "linux" || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasDisplay) return undefined;
  const { downloadAndUnzipVSCode, SilentReporter } = await import("@vscode/test-electron").then(
    (module) => module.default,
  );
  const options = {
    version: NEWEST_TRIED,
    cachePath: at(".vscode-test"),
    reporter: new SilentReporter(),
    timeout: 15_000,
  };
  return downloadAndUnzipVSCode(options).catch((error) => {
    console.log(`VS Code cannot be downloaded here (${error.message.split("\n")[0]})`);
    return undefined;
  });
}
