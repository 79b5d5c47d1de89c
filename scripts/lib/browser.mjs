/** Chromium as the workbench needs it: headless, without a network beyond this machine. */
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { exitCodeOf, ScriptError } from "./process.mjs";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const FLAGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
];

/** @see browser.d.mts for the shapes */
export async function launchBrowser({ headless = true } = {}) {
  const executablePath = await findChromium();
  return chromium.launch({ executablePath, headless, args: FLAGS });
}

/** @see browser.d.mts */
export async function newWorkbenchPage(browser, contextOptions = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...contextOptions });
  await context.route("**/*", (route) => (isLocal(route.request().url()) ? route.continue() : route.abort()));
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  return context.newPage();
}

/**
 * CHROMIUM, or Chromium where systems put it; installed with apt-get where that is possible without asking.
 * @throws {ScriptError} where there is none
 */
export async function findChromium() {
  const named = process.env.CHROMIUM;
  if (named) {
    if (existsSync(named)) return named;
    throw new ScriptError(`CHROMIUM names ${named}, which does not exist`);
  }
  const found = PLACES.find(existsSync);
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.error("Installing Chromium for the tests in a browser …");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await exitCodeOf("apt-get", ["update", "-qq"], { quiet: true, env });
    await exitCodeOf("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { quiet: true, env });
    const installed = PLACES.find(existsSync);
    if (installed) return installed;
  }
  throw new ScriptError(
    "Chromium is needed: install it (Debian: apt-get install chromium) or set CHROMIUM to its path",
  );
}

/** Webview resources carry the CDN's name and are answered by the workbench's service worker. */
function isLocal(url) {
  const { protocol, hostname } = new URL(url);
  if (protocol === "data:" || protocol === "blob:") return true;
  return hostname === "127.0.0.1" || hostname === "localhost" || hostname.endsWith(".vscode-cdn.net");
}
