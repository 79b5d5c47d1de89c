import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const ROOT = path.resolve(__dirname, "..", "..", "..");
/** A link on a line of its own, as people see it. */
const LINK = /^\s*(http:\/\/127\.0\.0\.1:(\d+)\/\S+)\s*$/m;
/** Packaging and a cold start, on a busy machine. */
const PATIENCE_MS = 280_000;

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
  readonly command: string;
}

/** `npm start` as a user runs it in a terminal. */
export class Started {
  readonly #ended: Promise<unknown>;
  output = "";
  dataDir = "";

  private constructor(private readonly npm: ChildProcess) {
    for (const stream of [npm.stdout, npm.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.output += text;
      });
    this.#ended = once(npm, "close");
  }

  /** Settles when the link is printed. */
  static async byUser(): Promise<Started> {
    const npm = spawn("npm", ["start", "--", "--browser"], {
      cwd: ROOT,
      // A group of its own, as a terminal gives one to each command.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const started = new Started(npm);
    try {
      await started.#untilLinked();
      return started;
    } catch (error) {
      await started.interrupt();
      throw error;
    }
  }

  get link(): string {
    return LINK.exec(this.output)?.[1] ?? "";
  }

  get port(): number {
    return Number(LINK.exec(this.output)?.[2]);
  }

  get origin(): string {
    return new URL(this.link).origin;
  }

  /** Where the server keeps installed extensions. */
  get extensions(): string {
    return path.join(this.dataDir, "extensions");
  }

  /** npm and everything below it. */
  async processes(): Promise<readonly RunningProcess[]> {
    const all = await allProcesses();
    const found = all.filter(({ pid }) => pid === this.npm.pid);
    // The list grows while it is walked.
    for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid));
    return found;
  }

  /** Ctrl+C: the terminal sends it to the whole group. */
  async interrupt(): Promise<void> {
    if (this.npm.exitCode === null && this.npm.signalCode === null && this.npm.pid)
      process.kill(-this.npm.pid, "SIGINT");
    await this.#ended;
  }

  /** Which of `processes` still run once those that are on their way out have gone. */
  async survivors(processes: readonly RunningProcess[]): Promise<readonly string[]> {
    const pids = new Set(processes.map(({ pid }) => pid));
    let left: readonly RunningProcess[] = processes;
    for (let tries = 0; left.length > 0 && tries < 100; tries++) {
      await sleep(100);
      left = (await allProcesses()).filter(({ pid, state }) => pids.has(pid) && !state.startsWith("Z"));
    }
    return left.map(({ command }) => command);
  }

  async #untilLinked(): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (this.link === "") {
      assert.equal(this.npm.exitCode, null, this.output);
      assert.ok(Date.now() < deadline, `no link was printed:\n${this.output}`);
      await sleep(50);
    }
    const commands = (await this.processes()).map(({ command }) => command);
    const server = commands.find((command) => command.includes("--server-data-dir")) ?? "";
    this.dataDir = /--server-data-dir (\S+)/.exec(server)?.[1] ?? "";
    assert.notEqual(this.dataDir, "", `no server runs among:\n${commands.join("\n")}`);
  }
}

/** Read from /proc, where the browser editor runs; not every system has `ps`. */
async function allProcesses(): Promise<RunningProcess[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const read = (pid: string, file: string) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
  const found = await Promise.all(
    pids.map(async (pid) => {
      // The name stands in brackets and may hold anything; the state and the parent follow it.
      const [state = "", parent] = (await read(pid, "stat")).replace(/^.*\) /s, "").split(" ");
      const command = (await read(pid, "cmdline")).replaceAll("\0", " ").trim();
      return { pid: Number(pid), parent: Number(parent), state, command };
    }),
  );
  // One that ended meanwhile reads as nothing.
  return found.filter(({ state }) => state !== "");
}
