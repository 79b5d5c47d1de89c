import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { CodeFusionError } from "../../../extension/errors";
import { type Measured, type Question, saidSchema } from "./measured";

/** A build whose pipeline is measured. */
export interface Build {
  /** What it is called in the report. */
  readonly name: string;
  /** Its worker's script. */
  readonly worker: string;
  /** Its model's folder. */
  readonly model: string;
}

/** A worker, seen from its parent. Answers one question at a time. */
export class WorkerProcess {
  private constructor(
    private readonly process: ChildProcess,
    readonly build: Build,
  ) {}

  /** Starts a worker; nothing of the model is opened before its first question. */
  static async start(build: Build, provider: string): Promise<WorkerProcess> {
    const child = fork(build.worker, [build.model, provider], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    const worker = new WorkerProcess(child, build);
    await worker.said();
    return worker;
  }

  /**
   * What a request takes.
   * @throws CodeFusionError internal where the worker failed or ended
   */
  async ask(question: Question): Promise<Measured> {
    this.process.send(question);
    const said = await this.said();
    if ("measured" in said) return said.measured;
    throw failure("failed" in said ? said.failed : "it said something else");
  }

  async stop(): Promise<void> {
    const ended = once(this.process, "exit");
    this.process.disconnect();
    await ended;
  }

  private async said() {
    const stop = new AbortController();
    const ended = once(this.process, "exit", { signal: stop.signal }).then(() => {
      throw failure("it ended");
    });
    try {
      const [message] = await Promise.race([once(this.process, "message", { signal: stop.signal }), ended]);
      return saidSchema.parse(message);
    } finally {
      stop.abort();
      ended.catch(() => {});
    }
  }
}

function failure(reason: string): CodeFusionError {
  return new CodeFusionError("internal", `a measured pipeline failed (${reason})`, "run the bench again");
}
