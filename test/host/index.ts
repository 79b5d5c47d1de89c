/** The suite that runs inside a real extension host; VS Code calls `run` of the bundle that run.mjs makes of it. */
import Mocha from "mocha";

/** Runs every test file; each is loaded once mocha's globals exist. Rejects when a test failed, as VS Code expects. */
export function runSuite(load: readonly (() => void)[], reporter: Mocha.ReporterConstructor): Promise<void> {
  // Cold, the model's first run on two busy cores takes a good part of this.
  const mocha = new Mocha({ ui: "bdd", color: false, timeout: 300_000, reporter });
  mocha.suite.emit("pre-require", globalThis, null, mocha);
  for (const file of load) file();
  return new Promise((resolve, reject) => {
    mocha.run((failures) => (failures > 0 ? reject(new Error(`${failures} tests failed`)) : resolve()));
  });
}
