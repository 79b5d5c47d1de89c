/**
 * The properties at length: `npm run fuzz` draws 100,000 cases of each one whose inputs are somebody's text, from a new
 * seed. FUZZ_RUNS=NUMBER draws others, FUZZ_SEED=NUMBER repeats a run; `npm run fuzz -- FILE …` takes these tests alone.
 */
import { join } from "node:path";
import { ensure } from "./ensure.mjs";
import { at, MODULES, ROOT } from "./lib/paths.mjs";
import { exitCodeOf, main } from "./lib/process.mjs";

/** What reads a person's, a model's or a server's text, and is quick enough for as many cases. */
const FILES = [
  ...["utterance/slots", "model/tokenizer", "rank/search"],
  ...["languages/quote", "languages/names", "languages/cf", "languages/cf-file", "languages/format", "languages/fit"],
  ...["languages/cautions", "languages/excel", "editor/rows", "editor/insertion", "editor/range", "editor/text"],
  ...["editor/prompt-comment", "editor/rule-preview", "webview/model", "webview/curve"],
].map((name) => at("test", "unit", `${name}.test.ts`));

await main(async () => {
  await ensure();
  const seed = process.env.FUZZ_SEED ?? String(Date.now() % 2 ** 31);
  const runs = process.env.FUZZ_RUNS ?? "100000";
  console.log(`${runs} cases of each property, FUZZ_SEED=${seed}`);
  const given = process.argv.slice(2);
  const mocha = ["--import", "tsx", join(MODULES, "mocha/bin/mocha.js"), "--timeout", "0"];
  return exitCodeOf(process.execPath, [...mocha, ...(given.length > 0 ? given : FILES)], {
    cwd: ROOT,
    env: { ...process.env, FUZZ_SEED: seed, FUZZ_RUNS: runs },
  });
});
