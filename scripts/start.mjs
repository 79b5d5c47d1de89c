/**
 * `npm start`: opens the extension on a sample workspace. In desktop VS Code (`code` on the PATH, or VSCODE_PATH), else
 * in a browser workbench that runs until Ctrl+C. `--browser` chooses the browser, `--port 8123` its port.
 */
import { cpSync, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parseArgs } from "node:util";
import { ensure } from "./ensure.mjs";
import { at, ROOT, SAMPLE_WORKSPACE } from "./lib/paths.mjs";
import { main, runOrThrow, ScriptError } from "./lib/process.mjs";

await main(async () => {
  const { values } = parseArgs({ options: { browser: { type: "boolean" }, port: { type: "string" } } });
  await ensure();
  const workspace = at("out", "workspace");
  // A copy, kept from one start to the next, so that trying things out changes nothing that git knows.
  cpSync(SAMPLE_WORKSPACE, workspace, { recursive: true, force: false });
  const desktop = values.browser ? undefined : desktopVscode();
  await (desktop ? openDesktop(desktop, workspace) : openBrowser(workspace, values.port));
});

/** VSCODE_PATH, else `code` on the PATH; undefined where there is neither. */
function desktopVscode() {
  const named = process.env.VSCODE_PATH;
  if (named && !existsSync(named)) throw new ScriptError(`VSCODE_PATH names ${named}, which does not exist`);
  if (named) return named;
  const names = process.platform === "win32" ? ["code.cmd"] : ["code"];
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
}

async function openDesktop(vscode, workspace) {
  const args = [`--extensionDevelopmentPath=${ROOT}`, "--new-window", workspace, join(workspace, "sample.py")];
  // Windows starts .cmd files through its shell only, which splits at blanks.
  const shell = vscode.endsWith(".cmd");
  const quoted = shell ? args.map((arg) => `"${arg}"`) : args;
  await runOrThrow("Starting VS Code", shell ? `"${vscode}"` : vscode, quoted, { shell });
  console.log("CodeFusion runs in the VS Code window that opened. Put the cursor on a comment, then press F1:");
  console.log('"CodeFusion: Generate from Comment".');
}

async function openBrowser(workspace, port) {
  const { startServer } = await import("../test/vscode-host/server.mjs");
  console.log("There is no desktop VS Code here (`code`, or VSCODE_PATH), so it runs in a browser.");
  const server = await startServer({ withToken: true, ...(port ? { port: Number(port) } : {}) });
  const link = server.url({
    folder: workspace,
    openFile: join(workspace, "sample.py"),
    extensionDevelopmentPath: ROOT,
  });
  console.log(`\nOpen this link:\n\n  ${link}\n\nThen put the cursor on a comment and press F1:`);
  console.log('"CodeFusion: Generate from Comment". Ctrl+C ends it.');
  // Ctrl+C ends this process, and the server with it.
  await server.ended;
  await server.stop();
  throw new ScriptError("the VS Code server ended by itself; start again");
}
