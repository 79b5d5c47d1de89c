import { existsSync, rmSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser } from "playwright-core";
import { launchBrowser, newWorkbenchPage } from "../../../scripts/lib/browser.mjs";
import { startServer, type VscodeServer } from "../../vscode-host/server.mjs";
import { FOLLOW_SYSTEM, SYSTEM_SCHEMES, THEMES, type Theme } from "./themes";
import { Workbench } from "./workbench";

export type { Workbench };

const ROOT = path.resolve(__dirname, "..", "..", "..");
/** The sample workspace itself, which no workbench opens. */
export const SAMPLES = path.join(ROOT, "test", "fixtures", "workspace");
const SCREENSHOTS = path.join(ROOT, "test", "output", "ui");

/** One seed, so that a failure can be repeated, and candidates enough that a weak answer or two do not matter. */
export const REPEATABLE = { "codefusion.seed": 7, "codefusion.candidates": 6 };

export interface OpenOptions {
  /** Fixed by the settings; when absent it is dark, and `useTheme` changes it. */
  readonly theme?: Theme;
  /** User settings of this workbench alone. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** `.vscode/settings.json` of the folder. */
  readonly workspaceSettings?: Readonly<Record<string, unknown>>;
  /** Asks whether the folder is trusted; without it, it is. */
  readonly workspaceTrust?: boolean;
  /** A folder below test/fixtures: another extension that is installed beside ours. */
  readonly neighbour?: string;
}

interface Served {
  readonly server: VscodeServer;
  /** Keys that the workbench opened last has set. */
  settings: readonly string[];
}

/** One browser for the whole suite and one server a kind; each workbench is a fresh page on a fresh copy of the samples. */
let browser: Promise<Browser> | undefined;
const servers = new Map<string, Promise<Served>>();
const workspaces: string[] = [];

function served(workspaceTrust: boolean, neighbour: string | undefined): Promise<Served> {
  const kind = JSON.stringify([workspaceTrust, neighbour]);
  const running = servers.get(kind) ?? serve(workspaceTrust, neighbour);
  servers.set(kind, running);
  return running;
}

async function serve(workspaceTrust: boolean, neighbour: string | undefined): Promise<Served> {
  const ours = process.env.CODEFUSION_VSIX;
  if (!ours || !existsSync(ours)) throw new Error("CODEFUSION_VSIX must name the packaged extension: npm test -- ui");
  const vsix = neighbour === undefined ? ours : [ours, await packaged(neighbour)];
  return { server: await startServer({ vsix, workspaceTrust }), settings: [] };
}

async function packaged(neighbour: string): Promise<string> {
  const packagePath = path.join(SCREENSHOTS, `${neighbour}.vsix`);
  const { createVSIX } = await import("@vscode/vsce").then((module) => module.default ?? module);
  await mkdir(SCREENSHOTS, { recursive: true });
  const cwd = path.join(ROOT, "test", "fixtures", neighbour);
  await createVSIX({ cwd, packagePath, allowMissingRepository: true, skipLicense: true, dependencies: false });
  return packagePath;
}

async function copyOfSamples(workspaceSettings: OpenOptions["workspaceSettings"]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "codefusion-ui-"));
  workspaces.push(folder);
  await cp(SAMPLES, folder, { recursive: true });
  if (workspaceSettings) {
    await mkdir(path.join(folder, ".vscode"));
    await writeFile(path.join(folder, ".vscode", "settings.json"), JSON.stringify(workspaceSettings));
  }
  return folder;
}

/** Opens `file` of a copy of the sample workspace, and waits until the editor shows it. */
export async function openWorkbench(file: string, options: OpenOptions = {}): Promise<Workbench> {
  const { theme, settings = {}, workspaceSettings, workspaceTrust = false, neighbour } = options;
  browser ??= launchBrowser();
  const current = await served(workspaceTrust, neighbour);
  const { server } = current;
  const folder = await copyOfSamples(workspaceSettings);
  await mkdir(SCREENSHOTS, { recursive: true });
  const look = theme ? { "window.autoDetectColorScheme": false, "workbench.colorTheme": THEMES[theme] } : FOLLOW_SYSTEM;
  const earlier = Object.fromEntries(current.settings.map((key) => [key, undefined]));
  current.settings = Object.keys(settings);
  server.changeSettings({ ...earlier, ...settings, ...look });
  // What was chosen for the machine in the workbench before, such as who generates.
  await rm(path.join(server.dataDir, "data", "Machine", "settings.json"), { force: true });
  const page = await newWorkbenchPage(await browser, SYSTEM_SCHEMES.dark);
  const workbench = new Workbench(page, {
    folder,
    screenshots: SCREENSHOTS,
    extensions: path.join(server.dataDir, "extensions"),
  });
  await page.goto(server.url({ folder, openFile: path.join(folder, file) }), { waitUntil: "commit" });
  await workbench.untilOpen(file);
  return workbench;
}

after(async () => {
  const running = await browser?.catch(() => undefined);
  await running?.close();
  for (const each of servers.values()) await each.then(({ server }) => server.stop()).catch(() => undefined);
});
// An interrupted suite leaves nothing behind either.
process.once("exit", () => {
  for (const folder of workspaces) rmSync(folder, { recursive: true, force: true });
});
