/** Mocha's spec reporter, which also writes the outcome to the file that CODEFUSION_RESULTS names. */
const { appendFileSync, mkdirSync, writeFileSync } = require("node:fs");
const { dirname } = require("node:path");
const Mocha = require("mocha");

const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = Mocha.Runner.constants;

/** What is known so far, for when the suite never ends: one line of JSON a test in CODEFUSION_RESULTS.log. */
function follow(outcome) {
  const file = process.env.CODEFUSION_RESULTS;
  if (!file) return;
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(`${file}.log`, `${JSON.stringify(outcome)}\n`);
}

module.exports = class ResultsReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const tests = [];
    const note = (state) => (test, error) => {
      const outcome = {
        title: test.fullTitle(),
        state,
        ms: test.duration ?? 0,
        ...(error ? { error: String(error.stack ?? error) } : {}),
      };
      tests.push(outcome);
      follow(outcome);
    };
    runner.on(EVENT_TEST_PASS, note("passed"));
    runner.on(EVENT_TEST_FAIL, note("failed"));
    runner.on(EVENT_TEST_PENDING, note("skipped"));
    runner.once(EVENT_RUN_END, () => {
      const file = process.env.CODEFUSION_RESULTS;
      if (!file) return;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify({ tests }, null, 1)}\n`);
    });
  }
};
