import { cancelled } from "../../errors";
import { rowsOf, stackRows, type Tensors, takeRows } from "../../inference";

export interface BatcherOptions {
  /** Rows computed together at most. */
  readonly maxRows: number;
  /** Rows that may wait; more are refused. */
  readonly maxWaitingRows: number;
  /** Milliseconds that a request waits for company where nothing runs. */
  readonly delayMs: number;
  /** Computes rows of equal shapes. */
  readonly compute: (inputs: Tensors, signal: AbortSignal) => Promise<Tensors>;
  /** Called after every batch. */
  readonly onBatch?: (batch: { readonly rows: number; readonly requests: number; readonly ms: number }) => void;
}

/** There are more requests than can be answered soon. */
export class QueueFull extends Error {
  constructor(
    /** Seconds after which there should be room again. */
    readonly retryAfter: number,
  ) {
    super("too many requests are waiting");
  }
}

interface Waiting {
  readonly inputs: Tensors;
  readonly rows: number;
  readonly key: string;
  readonly signal: AbortSignal;
  readonly resolve: (outputs: Tensors) => void;
  readonly reject: (error: unknown) => void;
}

/** A bounded queue of requests, of which those of equal shapes are computed together; one batch at a time, oldest first. */
export class Batcher {
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;
  /** Rows a second, as measured of late. */
  #pace = 1;

  constructor(private readonly options: BatcherOptions) {}

  /** Rows that wait. */
  get waitingRows(): number {
    return this.#waiting.reduce((sum, { rows }) => sum + rows, 0);
  }

  /**
   * Queues one request.
   * @throws QueueFull, CodeFusionError cancelled where `signal` was aborted, and whatever `compute` throws
   */
  submit(inputs: Tensors, signal: AbortSignal): Promise<Tensors> {
    const rows = rowsOf(inputs) ?? 0;
    const ahead = this.waitingRows;
    // An empty queue takes whatever one request may hold.
    if (ahead > 0 && ahead + rows > this.options.maxWaitingRows)
      return Promise.reject(new QueueFull(Math.max(1, Math.ceil(ahead / this.#pace))));
    const answer = new Promise<Tensors>((resolve, reject) => {
      const waiting = { inputs, rows, key: keyOf(inputs), signal, resolve, reject };
      this.#waiting.push(waiting);
      signal.addEventListener("abort", () => this.#giveUp(waiting), { once: true });
    });
    this.#running ??= this.#run();
    return answer;
  }

  /** Resolves when nothing waits or runs. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, this.options.delayMs));
    for (let batch = this.#next(); batch.length > 0; batch = this.#next()) await this.#compute(batch);
    this.#running = undefined;
  }

  /** The oldest request, and all that can be computed with it. */
  #next(): readonly Waiting[] {
    const [oldest] = this.#waiting;
    const batch: Waiting[] = [];
    let rows = 0;
    for (const each of this.#waiting) {
      if (each.key !== oldest?.key || (batch.length > 0 && rows + each.rows > this.options.maxRows)) continue;
      batch.push(each);
      rows += each.rows;
    }
    this.#waiting = this.#waiting.filter((each) => !batch.includes(each));
    return batch;
  }

  async #compute(batch: readonly Waiting[]): Promise<void> {
    const stop = new AbortController();
    // Computing ends early only where nobody waits for any of it.
    const onAbort = () => batch.every(({ signal }) => signal.aborted) && stop.abort();
    for (const { signal } of batch) signal.addEventListener("abort", onAbort, { once: true });
    const started = performance.now();
    try {
      const outputs = await this.options.compute(stackRows(batch.map(({ inputs }) => inputs)), stop.signal);
      let row = 0;
      for (const { rows, resolve } of batch) {
        resolve(batch.length === 1 ? outputs : takeRows(outputs, row, row + rows));
        row += rows;
      }
      const ms = performance.now() - started;
      this.#pace = 0.7 * this.#pace + 0.3 * ((1000 * row) / ms);
      this.options.onBatch?.({ rows: row, requests: batch.length, ms });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  #giveUp(waiting: Waiting): void {
    this.#waiting = this.#waiting.filter((each) => each !== waiting);
    waiting.reject(cancelled());
  }
}

/** Rows of equal keys can be computed together: lengths, the temperature and whether anybody is guided are the same. */
function keyOf(inputs: Tensors): string {
  const shapes = Object.entries(inputs).map(([name, { shape }]) => `${name} ${shape.slice(1).join()}`);
  const temperature = inputs.temperature?.data[0];
  const guided = Array.from<number | bigint>(inputs.guidance?.data ?? []).some((scale) => scale !== 1);
  return [...shapes.sort(), temperature, guided].join("; ");
}
