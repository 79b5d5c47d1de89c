import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { ensureBuilt } from "./process";

const run = promisify(execFile);
const CLI = path.join(__dirname, "../../../dist/cli.js");

/** Notes every program that this process, or one that it starts, starts. */
const recorder = (log: string) => `
  const { appendFileSync } = require("node:fs");
  const childProcess = require("node:child_process");
  const note = (...command) => appendFileSync(${JSON.stringify(log)}, JSON.stringify(command) + "\\n");
  const { spawn } = childProcess.ChildProcess.prototype;
  childProcess.ChildProcess.prototype.spawn = function (options) {
    note(...options.args);
    return spawn.call(this, options);
  };
  for (const name of ["spawnSync", "execSync", "execFileSync"]) {
    const own = childProcess[name];
    childProcess[name] = (file, ...rest) => { note(file, ...(Array.isArray(rest[0]) ? rest[0] : [])); return own(file, ...rest); };
  }
`;

describe("generated code", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(tmpdir(), "codefusion-spawns-"));
  before(ensureBuilt);
  after(() => rmSync(folder, { recursive: true, force: true }));

  const requests = [
    ["bash", "delete all files in the current directory with extension .log"],
    ["python", "run the command `ls` and print its output"],
  ] as const;
  for (const [language, utterance] of requests) {
    it(`is never executed: ${language} starts the inference child alone`, async () => {
      const [log, preload] = [path.join(folder, `${language}.log`), path.join(folder, `${language}.cjs`)];
      writeFileSync(preload, recorder(log));
      const { stdout } = await run(process.execPath, [CLI, "generate", "--language", language, "--json", utterance], {
        env: { ...process.env, NODE_OPTIONS: `--require ${JSON.stringify(preload)}` },
      });
      assert.ok(JSON.parse(stdout).candidates.length > 0);
      const started = readFileSync(log, "utf8").trim().split("\n");
      for (const line of started) {
        const scripts = (JSON.parse(line) as string[]).filter((each) => /\.[cm]?[jt]s$/.test(each));
        assert.deepEqual(
          scripts.map((each) => path.basename(each)),
          ["child.js"],
          line,
        );
      }
    });
  }
});
