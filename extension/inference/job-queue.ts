import { cancelled } from "../errors";

export interface QueueEvents {
  /** The first job has come in. */
  onBusy(): void;
  /** The last job has ended. */
  onQuiet(): void;
  /** Nothing has come in for the idle time. */
  onIdle(): void;
}

/** Runs jobs one at a time, in the order they come, and tells when there has been nothing to do for a while. */
export class JobQueue {
  readonly #stops = new Set<AbortController>();
  #tail: Promise<void> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  constructor(
    private readonly idleMs: number,
    private readonly events: QueueEvents,
  ) {}

  /**
   * Queues a job. Its caller is told of a cancellation at once, even while the job still winds down; the next job waits
   * until it has.
   * @param job gets a signal that its caller or `cancelAll` aborts
   * @throws CodeFusionError cancelled; whatever the job throws
   */
  async run<T>(job: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const stop = new AbortController();
    const forward = () => stop.abort();
    signal?.addEventListener("abort", forward, { once: true });
    if (signal?.aborted) forward();
    this.#enter(stop);
    const result = this.#tail.then(() => {
      if (stop.signal.aborted) throw cancelled();
      return job(stop.signal);
    });
    this.#tail = result.then(ignore, ignore).then(() => {
      signal?.removeEventListener("abort", forward);
      this.#leave(stop);
    });
    return Promise.race([result, rejectOnAbort(stop.signal)]);
  }

  /** Cancels the running job and all that wait. */
  cancelAll(): void {
    for (const stop of this.#stops) stop.abort();
  }

  /** Resolves when every job queued so far has ended. */
  settled(): Promise<void> {
    return this.#tail;
  }

  #enter(stop: AbortController): void {
    clearTimeout(this.#idle);
    this.#stops.add(stop);
    if (this.#stops.size === 1) this.events.onBusy();
  }

  #leave(stop: AbortController): void {
    this.#stops.delete(stop);
    if (this.#stops.size > 0) return;
    this.events.onQuiet();
    // Waiting to release memory is no reason to keep a command-line run alive.
    this.#idle = setTimeout(() => this.events.onIdle(), this.idleMs).unref();
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => reject(cancelled());
    if (signal.aborted) fail();
    else signal.addEventListener("abort", fail, { once: true });
  });
}

function ignore(): void {}
