import { execFile, spawn } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

const ROOT = path.join(__dirname, "..", "..", "..");
const CLI = path.join(ROOT, "dist", "cli.js");
const LAB = path.join(ROOT, "dist", "lab.js");

/** Builds dist/ where it is stale, so that the tests run what users run. */
export async function ensureBuilt(): Promise<void> {
  await promisify(execFile)(process.execPath, [path.join(ROOT, "scripts", "ensure.mjs")]);
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProcessOptions {
  readonly cwd?: string;
  /** Standard input; none where absent. */
  readonly input?: string;
  /** Sends Ctrl+C as soon as this holds. */
  readonly interruptWhen?: () => boolean;
}

/** Runs the bundled CLI as a process of its own. */
export const codefusion = (args: readonly string[], options: ProcessOptions = {}) => runBundle(CLI, args, options);

/** Runs the laboratory's bundled command line as a process of its own. */
export const lab = (args: readonly string[], options: ProcessOptions = {}) => runBundle(LAB, args, options);

function runBundle(bundle: string, args: readonly string[], options: ProcessOptions) {
  return new Promise<Ended>((resolve, reject) => {
    const child = spawn(process.execPath, [bundle, ...args], {
      cwd: options.cwd ?? ROOT,
      stdio: ["pipe", "pipe", "pipe"],
    });
    // A command that reads nothing may have ended before.
    child.stdin.on("error", () => {}).end(options.input ?? "");
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const watch = setInterval(() => {
      if (!options.interruptWhen?.()) return;
      clearInterval(watch);
      child.kill("SIGINT");
    }, 20);
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(watch);
      resolve({ code, stdout, stderr });
    });
  });
}

/** Runs the CLI, closes its stdout after the first piece of output, and says how it ended. */
export function codefusionIntoClosedPipe(args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    let stderr = "";
    child.stdout.destroy();
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout: "", stderr }));
  });
}
