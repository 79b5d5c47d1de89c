/** Renders media/icon.svg, which is drawn by hand, as the PNG that editors and galleries show: `node scripts/icon.mjs`. */
import { readFileSync } from "node:fs";
import { launchBrowser } from "./lib/browser.mjs";
import { at } from "./lib/paths.mjs";
import { main } from "./lib/process.mjs";

const SIZE = 256;

await main(async () => {
  const svg = readFileSync(at("media", "icon.svg"), "utf8");
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } });
    await page.setContent(`<style>* { margin: 0 } svg { display: block; width: ${SIZE}px }</style>${svg}`);
    await page.screenshot({ path: at("media", "icon.png"), omitBackground: true });
  } finally {
    await browser.close();
  }
});
