/**
 * `npm run soak [-- ACTIONS]`: 2,000 generations, insertions, refinements, calls of the agent tool, looks into the theatre and
 * cancelled runs in one extension host, and what it and the inference process hold every 20 of them; fails where that grows.
 * Writes test/soak.json, which test/REPORT.md shows.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { ensure } from "./ensure.mjs";
import { at, OUTPUT } from "./lib/paths.mjs";
import { main, ScriptError } from "./lib/process.mjs";

const MOMENTS = `${OUTPUT}/host/soak.json`;

await main(async () => {
  const actions = Number(process.argv[2] ?? 2000);
  if (!Number.isInteger(actions) || actions < 20) throw new ScriptError("give a number of actions, 20 or more");
  await ensure();
  const { findChromium } = await import("./lib/browser.mjs");
  Object.assign(process.env, {
    CHROMIUM: await findChromium(),
    CODEFUSION_SOAK: String(actions),
    CODEFUSION_SOAK_OUT: MOMENTS,
    CODEFUSION_HOST_TESTS: "soak",
    CODEFUSION_HOST_MINUTES: String(10 + Math.ceil(actions / 10)),
  });
  rmSync(MOMENTS, { force: true });
  const started = Date.now();
  const { runHostSuite } = await import("../test/host/run.mjs");
  const { passed, failed, notes } = await runHostSuite();
  for (const note of notes) console.log(note);
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0 || passed === 0) return 1;
  const moments = JSON.parse(readFileSync(MOMENTS, "utf8"));
  writeFileSync(at("test", "soak.json"), `${JSON.stringify(summaryOf(moments, Date.now() - started), undefined, 2)}\n`);
  return 0;
});

/** Ten moments are enough to see whether something grows. */
function summaryOf(moments, ms) {
  const step = Math.max(1, Math.floor(moments.length / 10));
  const kept = moments.filter((_, at) => at === 0 || (at + 1) % step === 0);
  return { actions: moments.at(-1)?.actions, minutes: Math.round(ms / 60_000), moments: kept };
}
