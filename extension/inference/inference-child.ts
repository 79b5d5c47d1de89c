import { type ChildProcess, fork } from "node:child_process";
import { Socket } from "node:net";
import { dirname } from "node:path";
import { asCodeFusionError, CodeFusionError, cancelled, say } from "../errors";
import type { ChildEntry } from "./entry";
import { type Reply, type RequestBody, refusal, replySchema } from "./protocol";
import { crashDetail, crashRemedy } from "./runtime-error";

const STDERR_KEPT = 2000;

interface PendingRequest {
  readonly id: number;
  readonly onReply: (reply: Reply) => void;
  readonly onEnd: (error: CodeFusionError) => void;
}

export interface RequestOptions {
  /** On abort the child is asked to stop, and killed where it has not answered after the grace period. */
  readonly signal?: AbortSignal | undefined;
  readonly graceMs: number;
  /** Milliseconds without a reply, not even a step, after which the child counts as hung and is killed. */
  readonly patienceMs?: number | undefined;
  readonly onStep?: ((reply: Extract<Reply, { type: "step" }>) => void) | undefined;
}

/** One forked inference child, seen from its parent. Answers one request at a time. */
export class InferenceChild {
  readonly #process: ChildProcess;
  readonly #exited: Promise<void>;
  #pending: PendingRequest | undefined;
  #lastId = 0;
  #stderr = "";
  #alive = true;

  constructor(entry: ChildEntry) {
    this.#process = fork(entry.script, [], {
      // Not the parent's own: an extension host runs with arguments that plain Node refuses.
      execArgv: [...entry.execArgv],
      cwd: dirname(entry.script),
      env: childEnvironment(process.env),
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#process.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_KEPT);
    });
    this.#process.on("message", (message) => this.#receive(message));
    this.#exited = new Promise((resolve) => {
      this.#process.on("error", (error) => {
        // Any other error leaves a process, whose end is still to come.
        if (this.#process.pid === undefined) this.#end(resolve, unavailable(error));
      });
      // "close" rather than "exit": by then stderr has been read to its end.
      this.#process.once("close", (code, signal) => this.#end(resolve, this.#crash(signal ?? `code ${code}`)));
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /**
   * Sends a request and resolves with its final reply.
   * @throws CodeFusionError what the child reports; backend-crashed where it ends first or hangs; cancelled
   */
  request(body: RequestBody, options: RequestOptions): Promise<Reply> {
    const { signal, graceMs, patienceMs, onStep } = options;
    const id = ++this.#lastId;
    let stopped: CodeFusionError | undefined;
    let grace: NodeJS.Timeout | undefined;
    const stop = (error: CodeFusionError) => {
      if (stopped) return;
      stopped = error;
      this.#process.send({ type: "cancel", id }, ignoreSendError);
      grace = setTimeout(() => void this.kill(), graceMs);
    };
    const onAbort = () => stop(cancelled());
    const watch =
      patienceMs === undefined
        ? undefined
        : setTimeout(() => {
            stopped ??= hung(patienceMs);
            void this.kill();
          }, patienceMs);
    const outcome = new Promise<Reply>((resolve, reject) => {
      this.#pending = {
        id,
        onReply: (reply) => {
          if (reply.type !== "step") {
            if (reply.type === "failed")
              reject(stopped ?? new CodeFusionError(reply.code, reply.message, reply.remedy));
            else if (stopped) reject(stopped);
            else resolve(reply);
            return;
          }
          if (stopped) return;
          watch?.refresh();
          try {
            onStep?.(reply);
          } catch (error) {
            stop(asCodeFusionError(error));
          }
        },
        onEnd: (error) => reject(stopped ?? error),
      };
      if (!this.#alive) this.#pending.onEnd(this.#crash("before it was asked"));
      else this.#process.send({ ...body, id }, ignoreSendError);
      signal?.addEventListener("abort", onAbort, { once: true });
      if (signal?.aborted) onAbort();
    });
    return outcome.finally(() => {
      clearTimeout(grace);
      clearTimeout(watch);
      signal?.removeEventListener("abort", onAbort);
      this.#pending = undefined;
    });
  }

  /** Ends the child at once, whatever it does; resolves when it is gone. */
  kill(): Promise<void> {
    this.#process.kill("SIGKILL");
    return this.#exited;
  }

  /** Whether the child keeps its parent's event loop alive; an idle one must not. */
  keepParentAlive(keep: boolean): void {
    const action = keep ? "ref" : "unref";
    this.#process[action]();
    this.#process.channel?.[action]();
    if (this.#process.stderr instanceof Socket) this.#process.stderr[action]();
  }

  #receive(message: unknown): void {
    const parsed = replySchema.safeParse(message);
    if (!parsed.success) {
      this.#stderr = `malformed reply: ${refusal(parsed.error)}`;
      void this.kill();
    } else if (parsed.data.id === this.#pending?.id) this.#pending.onReply(parsed.data);
  }

  #end(resolve: () => void, error: CodeFusionError): void {
    this.#alive = false;
    this.#pending?.onEnd(error);
    resolve();
  }

  #crash(how: string): CodeFusionError {
    const detail = crashDetail(this.#stderr);
    const message = say`the inference process ended unexpectedly (${how})${detail === undefined ? "" : `, ${detail}`}`;
    const remedy = crashRemedy(this.#stderr);
    return new CodeFusionError("backend-crashed", message, remedy, { cause: this.#stderr });
  }
}

function unavailable(error: Error): CodeFusionError {
  const message = say`the inference process cannot be started (${error.message})`;
  return new CodeFusionError("backend-unavailable", message, "check that this user may start processes", {
    cause: error,
  });
}

function hung(patienceMs: number): CodeFusionError {
  const message = `the inference process did not answer for ${Math.round(patienceMs / 1000)} s`;
  return new CodeFusionError("backend-crashed", message, "run the command again, a fresh process will be started");
}

/** A message that cannot be sent means that the child is gone, which its "close" event reports. */
function ignoreSendError(): void {}

/**
 * Variables that the inference child needs: where the system, its libraries, drivers and caches are, and what tunes them.
 * Everything else, such as a person's tokens, stays with the parent.
 */
const NEEDED = [
  /^(PATH|HOME|USER|LANG|LC_\w+|TZ|TMPDIR|TMP|TEMP|NODE_OPTIONS)$/,
  /^(SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|PROGRAMDATA|PROGRAMFILES\S*|COMMONPROGRAMFILES\S*|(LOCAL)?APPDATA|USERPROFILE|NUMBER_OF_PROCESSORS|PROCESSOR_\w+)$/,
  /^((LD|DYLD)_\w+|XDG_\w+|DISPLAY|WAYLAND_DISPLAY)$/,
  /^(CUDA|NVIDIA|NV|CUDNN|TENSORRT|ORT|OMP|MKL|KMP|GOMP|VK|VULKAN|MESA|DRI|LIBGL|EGL|__GL|AMD|ROCM|HIP|HSA|DML|MTL|METAL|DAWN|WGPU)_\w+$/,
];

/** The environment of the inference child, made of its parent's. */
export function childEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => NEEDED.some((pattern) => pattern.test(name.toUpperCase())));
  // Inside Electron the executable is only a Node when it is told so.
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: "1" };
}
