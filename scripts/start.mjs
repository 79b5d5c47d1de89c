/**
 * `npm start`: opens the extension on samples. In desktop VS Code (`code` on the PATH, or VSCODE_PATH), else in a browser
 * workbench that runs until Ctrl+C. `--browser` chooses the browser, `--port 8123` its port.
 */
import { cpSync, existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parseArgs } from "node:util";
import { ensure } from "./ensure.mjs";
import { at, ROOT, SAMPLES } from "./lib/paths.mjs";
import { main, runOrThrow, ScriptError, stage } from "./lib/process.mjs";

/** What is opened first: Python is what most people who try this write. */
const FIRST_SAMPLE = "sample.py";
/** What a person sees, where a test sees settings.mjs: their own colours, motion, and hovers that come when meant. */
const SETTINGS_FOR_PEOPLE = {
  "window.autoDetectColorScheme": true,
  "workbench.reduceMotion": "auto",
  "editor.hover.delay": 300,
};
const HOW_TO_ASK = `Put the cursor on a comment that says what the code should do, press F1 and run
"CodeFusion: Generate from Comment".`;

await main(async () => {
  const { browser, port } = readOptions();
  const desktop = browser ? undefined : desktopVscode();
  if (!desktop && !browser)
    console.log("There is no desktop VS Code here (`code`, or VSCODE_PATH): a browser will do.");
  await ensure();
  const workspace = at("out", "workspace");
  // A copy, kept from one start to the next, so that trying things out changes nothing that git knows.
  cpSync(SAMPLES, workspace, { recursive: true, force: false });
  await (desktop ? openDesktop(desktop, workspace) : openBrowser(workspace, port));
});

function readOptions() {
  try {
    const { values } = parseArgs({ options: { browser: { type: "boolean" }, port: { type: "string" } } });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port === undefined || (Number.isInteger(port) && port > 0 && port < 65_536)) return { ...values, port };
    throw new Error(`--port ${values.port} is no port: use a number from 1 to 65535`);
  } catch (error) {
    throw new ScriptError(`${error.message}\nUsage: npm start -- [--browser] [--port NUMBER]`, { cause: error });
  }
}

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
  const file = join(workspace, FIRST_SAMPLE);
  const args = [
    ...[`--extensionDevelopmentPath=${ROOT}`, "--new-window", workspace],
    ...["--goto", `${file}:${firstPrompt(file)}:1`],
  ];
  // Windows starts .cmd files through its shell only, which splits at blanks.
  const shell = vscode.endsWith(".cmd");
  const quoted = shell ? args.map((arg) => `"${arg}"`) : args;
  await runOrThrow("Starting VS Code", shell ? `"${vscode}"` : vscode, quoted, { shell });
  console.log(`CodeFusion runs in the VS Code window that opened.\n${HOW_TO_ASK}`);
}

async function openBrowser(workspace, port) {
  const { setUpHost } = await import("../test/vscode-host/setup.mjs");
  const { startServer } = await import("../test/vscode-host/server.mjs");
  const { installedPackage } = await import("./lib/installed-package.mjs");
  await setUpHost();
  const extensions = await installedPackage();
  stage("Starting the VS Code server", 3);
  const openFile = join(workspace, FIRST_SAMPLE);
  const linkTo = { folder: workspace, openFile, openLine: firstPrompt(openFile) };
  const server = await startServer({ extensions, linkTo, settings: SETTINGS_FOR_PEOPLE, ...(port && { port }) });
  console.log(`\nOpen this link in a browser of this machine (nobody else can):\n\n  ${server.link}\n`);
  console.log(`${HOW_TO_ASK}\nCtrl+C here ends it all.`);
  // Ctrl+C ends this process, and the server with it.
  await server.ended;
  await server.stop();
  throw new ScriptError("the VS Code server ended by itself; start again");
}

/** The line, from 1, of the first comment below the file's header. */
function firstPrompt(file) {
  const lines = readFileSync(file, "utf8").split("\n");
  const header = lines.findIndex((line) => line.trim() === "");
  return lines.findIndex((line, at) => at > header && line.startsWith("# ")) + 1 || 1;
}
