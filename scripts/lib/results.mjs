/** Counts of passed and failed tests, from the file that a suite writes. */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { OUTPUT } from "./paths.mjs";

/** Where suite `name` writes its outcome. */
export const resultsFile = (name) => join(OUTPUT, name, "results.json");

/** Deletes what an earlier run wrote, so that a suite that dies cannot pass for one that passed. */
export function forgetResults(name) {
  mkdirSync(dirname(resultsFile(name)), { recursive: true });
  for (const file of [resultsFile(name), `${resultsFile(name)}.log`]) rmSync(file, { force: true });
}

/** What suite `name` did in its last run; see {@link outcomeOf}. */
export function readResults(name, exitCode) {
  return outcomeOf(name, resultsFile(name), exitCode, { noSkips: Boolean(process.env.CI) });
}

/**
 * Counts of passed and failed tests. A suite without results, without tests, or with a bad exit code and no failed test
 * counts as one failure; with `noSkips`, so does every skipped test.
 */
export function outcomeOf(name, file, exitCode, { noSkips }) {
  if (!existsSync(file)) return failure(`${name}: the suite ended with exit code ${exitCode} and no results`);
  const { tests } = JSON.parse(readFileSync(file, "utf8"));
  if (tests.length === 0) return failure(`${name}: no tests were found`);
  const count = (state) => tests.filter((test) => test.state === state).length;
  const notes = tests.filter((test) => test.state === "skipped").map((test) => `${name}: SKIPPED ${test.title}`);
  const outcome = { passed: count("passed"), failed: count("failed") + (noSkips ? notes.length : 0), notes };
  if (exitCode === 0 || outcome.failed > 0) return outcome;
  notes.push(`${name}: no test failed, but the suite ended with exit code ${exitCode}`);
  return { ...outcome, failed: 1 };
}

/** One failure that is no test's. */
export function failure(note) {
  return { passed: 0, failed: 1, notes: [note] };
}
