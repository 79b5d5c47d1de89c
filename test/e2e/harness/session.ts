import { existsSync, rmSync } from "node:fs";
import { cp, mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser } from "playwright-core";
import { launchBrowser, newWorkbenchPage } from "../../../scripts/lib/browser.mjs";
import { startServer, type VscodeServer } from "../../vscode-host/server.mjs";
import { FOLLOW_SYSTEM, SYSTEM_SCHEMES, THEMES, type Theme } from "./themes";
import { Workbench } from "./workbench";

export type { Workbench };

const ROOT = path.resolve(__dirname, "..", "..", "..");
const SAMPLES = path.join(ROOT, "test", "fixtures", "workspace");
const SCREENSHOTS = path.join(ROOT, "test", "output", "ui");

/** One seed, so that a failure can be repeated, and candidates enough that a weak answer or two do not matter. */
export const REPEATABLE = { "codefusion.seed": 7, "codefusion.candidates": 6 };

export interface OpenOptions {
  /** Fixed by the settings; when absent it is dark, and `useTheme` changes it. */
  readonly theme?: Theme;
  /** User settings of this workbench alone. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

interface Session {
  readonly server: VscodeServer;
  readonly browser: Browser;
}

let session: Promise<Session> | undefined;
const workspaces: string[] = [];
/** Keys that the workbench opened last has set. */
let settings: readonly string[] = [];

/** One server and one browser for the whole suite; each workbench is a fresh page on a fresh copy of the samples. */
async function start(): Promise<Session> {
  const vsix = process.env.CODEFUSION_VSIX;
  if (!vsix || !existsSync(vsix)) throw new Error("CODEFUSION_VSIX must name the packaged extension: npm test -- ui");
  const browser = await launchBrowser();
  try {
    return { browser, server: await startServer({ vsix }) };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Opens `file` of a copy of the sample workspace, and waits until the editor shows it. */
export async function openWorkbench(file: string, options: OpenOptions = {}): Promise<Workbench> {
  session ??= start();
  const { server, browser } = await session;
  const folder = await mkdtemp(path.join(tmpdir(), "codefusion-ui-"));
  workspaces.push(folder);
  await cp(SAMPLES, folder, { recursive: true });
  await mkdir(SCREENSHOTS, { recursive: true });
  const { theme } = options;
  const look = theme ? { "window.autoDetectColorScheme": false, "workbench.colorTheme": THEMES[theme] } : FOLLOW_SYSTEM;
  const earlier = Object.fromEntries(settings.map((key) => [key, undefined]));
  settings = Object.keys(options.settings ?? {});
  server.changeSettings({ ...earlier, ...options.settings, ...look });
  const page = await newWorkbenchPage(browser, SYSTEM_SCHEMES.dark);
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
  const running = await session?.catch(() => undefined);
  await running?.browser.close();
  await running?.server.stop();
});
// An interrupted suite leaves nothing behind either.
process.once("exit", () => {
  for (const folder of workspaces) rmSync(folder, { recursive: true, force: true });
});
