/**
 * The theatre in a plain browser, for those who work on it: writes test/output/theatre/<theme>.html, one page a theme,
 * with the editor's interface and colours faked, and with --shots a picture of each at some widths and frames.
 * `node webview/dev/preview.mjs [--shots] [--state FILE.json]`
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const root = new URL("../../", import.meta.url);
const at = (path) => fileURLToPath(new URL(path, root));
const { values } = parseArgs({
  options: {
    shots: { type: "boolean", default: false },
    state: { type: "string", default: at("test/fixtures/theatre/state.json") },
  },
});
const out = at("test/output/theatre");
const themes = JSON.parse(readFileSync(at("webview/dev/themes.json"), "utf8"));
const state = JSON.parse(readFileSync(values.state, "utf8"));
const FONTS = {
  "font-family": "system-ui, 'Segoe UI', 'Liberation Sans', sans-serif",
  "font-size": "13px",
  "editor-font-family": "Consolas, 'DejaVu Sans Mono', monospace",
  "editor-font-size": "14px",
};

mkdirSync(out, { recursive: true });
const common = { bundle: true, logLevel: "warning", absWorkingDir: at(".") };
await build({
  ...common,
  entryPoints: ["webview/main.ts"],
  outfile: `${out}/theatre.js`,
  format: "iife",
  target: "es2022",
});
await build({ ...common, entryPoints: ["webview/theatre.css"], outfile: `${out}/theatre.css` });
const html = `${out}/html.mjs`;
await build({
  ...common,
  entryPoints: ["extension/editor/theatre/html.ts"],
  outfile: html,
  format: "esm",
  platform: "node",
});
const { theatreHtml } = await import(pathToFileURL(html).href);

for (const [name, theme] of Object.entries(themes)) {
  writeFileSync(`${out}/${name}.js`, fakeEditor(theme));
  const page = theatreHtml({ cspSource: "file:", script: "theatre.js", style: "theatre.css" }, undefined, "preview");
  const script = `<script nonce="preview" src="${name}.js"></script>`;
  writeFileSync(
    `${out}/${name}.html`,
    page.replace("<script", () => `${script}\n<script`),
  );
  process.stdout.write(`${out}/${name}.html\n`);
}
if (values.shots) await shoot();

/** What the editor does for a webview: theme, fonts, its interface, and the host's first message. */
function fakeEditor({ class: name, colors }) {
  const variables = Object.entries({ ...FONTS, ...colors }).map(([key, value]) => [`--vscode-${key}`, value]);
  return `
for (const [name, value] of ${JSON.stringify(variables)}) document.documentElement.style.setProperty(name, value);
document.body.className = ${JSON.stringify(name)};
globalThis.acquireVsCodeApi = () => ({
  getState: () => undefined,
  setState: () => {},
  postMessage: (message) => {
    globalThis.sent = message;
    if (message.type === "ready") postMessage({ type: "show", state: ${JSON.stringify(state)} }, "*");
  },
});
`;
}

async function shoot() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  const views = [
    { width: 1100, height: 760, candidate: 0, frames: [7, 12] },
    { width: 1100, height: 760, candidate: 0, frames: [5], view: "Side by side" },
    { width: 1100, height: 760, candidate: 0, frames: [9], view: "Text" },
    { width: 640, height: 860, candidate: 2, frames: [8] },
    { width: 320, height: 900, candidate: 2, frames: [8] },
  ];
  try {
    for (const name of Object.keys(themes)) {
      const page = await browser.newPage();
      await page.goto(pathToFileURL(`${out}/${name}.html`).href);
      for (const { width, height, candidate, frames, view = "One" } of views) {
        await page.setViewportSize({ width, height });
        await page.getByRole("button", { name: view, exact: true }).click();
        await page.locator(".candidate").nth(candidate).click();
        for (const frame of frames) {
          await page.getByRole("slider").fill(String(frame));
          await page.screenshot({ path: `${out}/${name}-${width}-${view.split(" ")[0]}-${frame}.png`, fullPage: true });
        }
      }
      await page.close();
    }
  } finally {
    await browser.close();
  }
}
