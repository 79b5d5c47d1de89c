/**
 * Writes what the documentation shows of the theatre, by the theatre's own means: docs/denoising.schema.json, and, with
 * --model, docs/denoising.svg (exported by the page's own button) and docs/theatre.png from a run of the released model.
 * `node webview/dev/docs.mjs [--model]`, after `npm run build`.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import * as z from "zod";
import { launchBrowser } from "../../scripts/lib/browser.mjs";

/** Samples of it begin as noise: there is something to see. */
const UTTERANCE = "Highlight cells greater than 85";
const LANGUAGE = "cf";
const SEED = "7";
/** Candidates side by side. */
const SHOWN = 3;

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const { values } = parseArgs({ options: { model: { type: "boolean", default: false } } });
mkdirSync(at("test/output/theatre"), { recursive: true });

await build({
  entryPoints: [at("extension/schema/index.ts")],
  bundle: true,
  packages: "external",
  format: "esm",
  platform: "node",
  outfile: at("test/output/theatre/schema.mjs"),
});
const schema = await import(pathToFileURL(at("test/output/theatre/schema.mjs")).href);
const described = z.toJSONSchema(schema.denoisingFileSchema, { io: "input" });
writeFileSync(at("docs/denoising.schema.json"), `${JSON.stringify(described, undefined, 2)}\n`);
if (values.model) await animate(stateOf(generate()));

/** What the command line tells of a run, frames included. */
function generate() {
  const args = [at("scripts/codefusion.mjs"), "generate", UTTERANCE, "--language", LANGUAGE, "--seed", SEED];
  return JSON.parse(execFileSync(process.execPath, [...args, "--json", "--frames"], { maxBuffer: 2 ** 28 }));
}

function stateOf({ utterance, language, model, backend, steps, candidates }) {
  const run = { version: 1, utterance, language, modelId: model.id, backend, steps };
  const members = candidates.map(({ code, score, seed, frames, example }) => ({
    ...{ ...run, code, score, seed, frames, startedFrom: frames[0].t === 1 ? "noise" : "example" },
    ...(example && { example }),
  }));
  const selected = schema.liveliestOf(members) ?? 0;
  // The best one, and those that changed most on their way.
  const lively = [...members.keys()].sort((a, b) => schema.changeOf(members[b]) - schema.changeOf(members[a]));
  const compared = [...new Set([0, ...lively])].slice(0, SHOWN).sort((a, b) => a - b);
  return { ...schema.openingState(members, selected), view: "side", compared };
}

async function animate(state) {
  const file = at("test/output/theatre/readme-state.json");
  writeFileSync(file, JSON.stringify(state));
  execFileSync(process.execPath, [at("webview/dev/preview.mjs"), "--state", file]);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1100, height: 760 } });
    await page.goto(pathToFileURL(at("test/output/theatre/dark.html")).href);
    await page.getByRole("button", { name: /^SVG/ }).click();
    writeFileSync(at("docs/denoising.svg"), await page.evaluate("globalThis.sent.svg"));
    // The first step out of the noise.
    await page.getByRole("slider").fill("1");
    await page.screenshot({ path: at("docs/theatre.png") });
  } finally {
    await browser.close();
  }
}
