/**
 * The tests: `npm test`, or `npm test -- check|unit|python|servers|host|ui …` for some of them. Installs and builds first;
 * the last line is `N passed, N failed`.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ensure } from "./ensure.mjs";
import { readFaults, unseenFaults } from "./lib/faults.mjs";
import { at, MODULES, OUTPUT, ROOT } from "./lib/paths.mjs";
import { exitCodeOf, main, npm, ScriptError } from "./lib/process.mjs";
import { failure, forgetResults, readResults, resultsFile } from "./lib/results.mjs";

/** Every part in the order it runs: what fails fastest comes first. */
const PARTS = { check, unit, python, servers, host, ui };

const NOT_TESTED = "WAS NOT TESTED; npm run servers installs it";

await main(async () => {
  const wanted = process.argv.slice(2).map((name) => name.replace(/^--/, ""));
  const unknown = wanted.find((name) => !(name in PARTS));
  if (unknown) throw new ScriptError(`there is no part "${unknown}"; choose from ${Object.keys(PARTS).join(", ")}`);
  const total = { passed: 0, failed: 0, notes: [] };
  for (const [name, run] of [["build", buildPart], ...Object.entries(PARTS)]) {
    if (name !== "build" && wanted.length > 0 && !wanted.includes(name)) continue;
    if (name !== "build") console.log(`\n=== ${name} ===`);
    const outcome = await run().catch((error) =>
      failure(`${name}: ${error instanceof ScriptError ? error.message : error.stack}`),
    );
    total.passed += outcome.passed;
    total.failed += outcome.failed;
    total.notes.push(...outcome.notes);
    // Without a build there is nothing to test.
    if (name === "build" && outcome.failed > 0) break;
  }
  if (wanted.length === 0 && total.failed === 0) {
    const unseen = unseenFaults(readFaults(), ["unit", "servers", "host", "ui"]);
    total.failed += unseen.length;
    total.notes.push(...unseen);
  }
  for (const note of total.notes) console.log(note);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
});

async function buildPart() {
  await ensure();
  // Unit tests of the theatre, the server host and the UI suite all need it: found (or installed) once, here.
  const { findChromium } = await import("./lib/browser.mjs");
  process.env.CHROMIUM = await findChromium();
  return { passed: 0, failed: 0, notes: [] };
}

/** Types and lint, as one test. */
async function check() {
  await npm("npm run check", ["run", "--silent", "check"], { cwd: ROOT });
  console.log("types and lint: ok");
  return { passed: 1, failed: 0, notes: [] };
}

function unit() {
  return mocha("unit", ["test/unit/**/*.test.ts"], 60_000);
}

async function host() {
  const { runHostSuite } = await import("../test/host/run.mjs");
  return runHostSuite();
}

/** The UI suite, against the package that users get. */
async function ui() {
  // Part of the suite, while one works on it: CODEFUSION_UI_TESTS=generate,theatre
  const wanted = process.env.CODEFUSION_UI_TESTS?.split(",") ?? ["**/*"];
  const files = wanted.map((name) => `test/e2e/${name}.test.ts`);
  const { installedServer } = await withLlamaCpp();
  const { packageVsix } = await import("./package.mjs");
  const vsix = await packageVsix({ out: join(OUTPUT, "ui", "codefusion.vsix") });
  const outcome = await mocha("ui", files, 300_000, { CODEFUSION_VSIX: vsix });
  if (!installedServer("llamacpp")) outcome.notes.push(`ui: A SERVED MODEL ${NOT_TESTED}`);
  return outcome;
}

async function mocha(name, files, timeoutMs, env = {}) {
  forgetResults(name);
  const reporter = at("scripts/lib/reporter.cjs");
  const args = [
    "--import",
    "tsx",
    join(MODULES, "mocha/bin/mocha.js"),
    "--timeout",
    String(timeoutMs),
    "--reporter",
    reporter,
    ...files,
  ];
  const code = await exitCodeOf(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env, CODEFUSION_RESULTS: resultsFile(name) },
  });
  return readResults(name, code);
}

/** The training code's own tests; torch is several GB and never installed for them. */
async function python() {
  const interpreter = process.env.CODEFUSION_PYTHON ?? virtualEnvironment();
  const tests = at("models", "training", "tests");
  if (!existsSync(tests) || !readdirSync(tests).some((file) => file.endsWith(".py"))) {
    return { passed: 0, failed: 0, notes: ["python: NOT RUN, models/training/tests holds no tests"] };
  }
  const usable = interpreter && (await exitCodeOf(interpreter, ["-c", "import torch, pytest"], { stdio: "ignore" }));
  if (usable !== 0) {
    if (process.env.CODEFUSION_PYTHON) return failure("python: CODEFUSION_PYTHON has no torch and pytest");
    const how = "set CODEFUSION_PYTHON to a Python with torch and pytest (models/training/requirements.txt)";
    return { passed: 0, failed: 0, notes: [`python: THE TRAINING TESTS WERE NOT RUN; ${how}`] };
  }
  forgetResults("python");
  const xml = join(OUTPUT, "python", "results.xml");
  const code = await exitCodeOf(
    interpreter,
    ["-m", "pytest", "-q", "-p", "no:cacheprovider", `--junitxml=${xml}`, tests],
    {
      cwd: at("models", "training"),
    },
  );
  return pytestOutcome(xml, code);
}

/** The remote backend on model servers that others wrote. */
async function servers() {
  const { findPython, installedServer, installServer } = await import("./lib/servers.mjs");
  if (!installedServer("mlserver") && (await findPython()) === undefined) {
    const why = "servers: Python 3.9 or newer is needed for MLServer";
    return process.env.CI ? failure(why) : { passed: 0, failed: 0, notes: [`${why}; THESE TESTS WERE NOT RUN`] };
  }
  await installServer("mlserver");
  await withLlamaCpp();
  const outcome = await mocha("servers", ["test/servers/**/*.test.ts"], 180_000);
  for (const [name, title] of Object.entries({ kserve: "KSERVE", llamacpp: "A SERVED MODEL (LLAMA.CPP)" }))
    if (!installedServer(name)) outcome.notes.push(`servers: ${title} ${NOT_TESTED}`);
  return outcome;
}

/** In CI llama.cpp's server is installed where it can be had; elsewhere a test run does not fetch its weights unasked. */
async function withLlamaCpp() {
  const servers = await import("./lib/servers.mjs");
  if (process.env.CI) await servers.installServer("llamacpp").catch((error) => console.error(error.message));
  return servers;
}

function pytestOutcome(xml, code) {
  if (!existsSync(xml)) return failure(`python: pytest ended with exit code ${code} and no results`);
  const suite = readFileSync(xml, "utf8").match(/<testsuite\s[^>]*>/)?.[0] ?? "";
  const count = (name) => Number(suite.match(new RegExp(`\\b${name}="(\\d+)"`))?.[1] ?? 0);
  const [tests, failed, skipped] = [count("tests"), count("failures") + count("errors"), count("skipped")];
  const notes = skipped > 0 ? [`python: SKIPPED ${skipped} tests`] : [];
  const bad = failed + (process.env.CI ? skipped : 0);
  return { passed: tests - failed - skipped, failed: bad === 0 && code !== 0 ? 1 : bad, notes };
}

function virtualEnvironment() {
  return [at("models/training/.venv/bin/python"), at("models/training/.venv/Scripts/python.exe")].find(existsSync);
}
