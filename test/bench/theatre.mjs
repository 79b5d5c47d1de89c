/**
 * How smoothly the theatre plays: five candidates of 128 tokens and 64 steps side by side, in a real browser, at the
 * speeds a person would watch at. An empty page in the same browser says what the machine can do at that moment, so the
 * ratio to it is what is our own doing. Prints figures and judges nothing. `node test/bench/theatre.mjs`
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launchBrowser } from "../../scripts/lib/browser.mjs";

const CANDIDATES = 5;
const TOKENS = 128;
const STEPS = 64;
/** How long the empty page is measured. */
const EMPTY_MS = 3000;
const WORDS = ["x", " =", " sorted", "(", ")", ":", "\n    ", "return", " items", ".", "append", " for", " in", "1"];

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const file = at("test/output/theatre/bench-state.json");
mkdirSync(at("test/output/theatre"), { recursive: true });
writeFileSync(file, JSON.stringify(stateOf()));
execFileSync(process.execPath, [at("webview/dev/preview.mjs"), "--state", file]);
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const empty = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(pathToFileURL(at("test/output/theatre/dark.html")).href);
  const figures = [];
  for (const speed of ["1", "2", "4"]) {
    // Right before each measurement, as other work on the machine comes and goes; a page behind another is not painted.
    await empty.bringToFront();
    const ground = await empty.evaluate(measure, EMPTY_MS);
    await page.bringToFront();
    await page.getByLabel("Speed").selectOption(speed);
    const theatre = await page.evaluate(measure);
    const ratio = (key) => Math.round((100 * theatre[key]) / ground[key]) / 100;
    figures.push({ page: "empty", ...ground });
    const ratios = { medianRatio: ratio("medianMs"), p95Ratio: ratio("p95Ms") };
    figures.push({ page: `theatre at ${speed}x`, ...theatre, ...ratios });
  }
  console.table(figures);
} finally {
  await browser.close();
}

/** How far apart the paints are while the theatre plays once from end to end, or for `ms` on a page without it. */
async function measure(ms = Number.POSITIVE_INFINITY) {
  document.querySelector(".tool.play")?.click();
  const paints = [];
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
  observer.observe({ type: "longtask" });
  const started = performance.now();
  const goesOn = () =>
    Number.isFinite(ms) ? performance.now() - started < ms : document.querySelector(".house.playing");
  while (goesOn()) paints.push(await new Promise((painted) => requestAnimationFrame(painted)));
  observer.disconnect();
  const gaps = paints.slice(1).map((paint, index) => paint - paints[index]);
  gaps.sort((a, b) => a - b);
  const seconds = (performance.now() - started) / 1000;
  const round = (value) => Math.round(value * 10) / 10;
  return {
    framesPerSecond: round(paints.length / seconds),
    medianMs: round(gaps[Math.floor(gaps.length / 2)] ?? 0),
    p95Ms: round(gaps[Math.floor(gaps.length * 0.95)] ?? 0),
    worstMs: round(gaps.at(-1) ?? 0),
    tasksOver50Ms: tasks.length,
    seconds: round(seconds),
  };
}

/** Every position wavers until its step comes, as in a real run; numbers from a small seeded generator. */
function stateOf() {
  let seed = 1;
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  const word = () => WORDS[Math.floor(random() * WORDS.length)];
  const candidate = (number) => {
    const final = Array.from({ length: TOKENS }, (_, at) => (at < 110 ? word() : ""));
    const settles = final.map(() => random() * STEPS * 0.9);
    const frames = Array.from({ length: STEPS + 1 }, (_, at) => {
      const tokens = final.map((text, position) => ({
        text: at >= settles[position] ? text : word(),
        confidence: Math.min(1, Math.max(0.05, at / STEPS + 0.2 * random() - 0.1)),
        id: position,
        alternatives: Array.from({ length: 4 }, () => ({ text: word(), confidence: 0.1 })),
      }));
      const code = tokens.map(({ text }) => text).join("");
      const step = STEPS - at;
      const editDistance = step / STEPS;
      return { step, t: editDistance, source: "decoder", tokens, code, valid: step < 9, editDistance };
    });
    const backend = { kind: "local", provider: "cpu" };
    const run = { version: 1, utterance: "a bench", language: "python", steps: STEPS, modelId: "bench", backend };
    return { ...run, code: final.join(""), score: 0.5, seed: number, frames };
  };
  const candidates = Array.from({ length: CANDIDATES }, (_, number) => candidate(number));
  return { version: 1, candidates, selected: 0, frame: 0, view: "side", compared: [...candidates.keys()] };
}
