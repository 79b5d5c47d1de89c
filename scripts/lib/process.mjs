/** Child processes that never outlive this one and never fail silently. */
import { spawn } from "node:child_process";

/** A failure that a person can act on: printed as one message, without a stack. */
export class ScriptError extends Error {}

/** Says what goes on now, and how long that takes on an ordinary machine. Not on stdout: that is the result's. */
export function stage(what, seconds) {
  console.error(`${what} (about ${seconds} s) …`);
}

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, shell?: boolean, stdio?: "ignore"}} [options] `quiet` keeps the output
 *   and prints it (to stderr) only when the program fails
 * @returns {Promise<number>} its exit code; 128 + n for a signal
 */
export async function exitCodeOf(command, args, options = {}) {
  const { quiet = false, ...rest } = options;
  const child = spawn(command, args, { stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit", ...rest });
  const kept = [];
  child.stdout?.on("data", (chunk) => kept.push(chunk));
  child.stderr?.on("data", (chunk) => kept.push(chunk));
  const stopForwarding = forwardSignals(child);
  try {
    const code = await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (status, signal) => resolve(status ?? 128 + (SIGNAL_NUMBERS[signal] ?? 1)));
    });
    if (code !== 0) process.stderr.write(Buffer.concat(kept));
    return code;
  } finally {
    stopForwarding();
  }
}

/** Like {@link exitCodeOf}, but a non-zero exit code is a {@link ScriptError} that begins with `what`. */
export async function runOrThrow(what, command, args, options) {
  const code = await exitCodeOf(command, args, options);
  if (code !== 0) throw new ScriptError(`${what} failed with exit code ${code}: ${[command, ...args].join(" ")}`);
}

/** Runs npm without the PATH lookup that fails for npm.cmd on Windows. */
export function npm(what, args, options = {}) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith(".js")
    ? runOrThrow(what, process.execPath, [cli, ...args], options)
    : runOrThrow(what, "npm", args, { ...options, shell: process.platform === "win32" });
}

/** Runs a script's main function; a ScriptError becomes one message and exit code 1. */
export async function main(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    console.error(error instanceof ScriptError ? `codefusion: ${error.message}` : error);
    process.exitCode = 1;
  }
}

const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };

function forwardSignals(child) {
  // The terminal sends Ctrl+C to the whole group: this process only has to wait for the child's own end.
  const handlers = { SIGINT: () => {}, SIGTERM: () => child.kill("SIGTERM"), SIGHUP: () => child.kill("SIGHUP") };
  for (const [signal, handler] of Object.entries(handlers)) process.on(signal, handler);
  return () => {
    for (const [signal, handler] of Object.entries(handlers)) process.off(signal, handler);
  };
}
