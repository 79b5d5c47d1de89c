/** A server that computes batches, and clients that each send their next request when the last one is answered. */
export interface Load {
  readonly clients: number;
  /** Rows of every request. */
  readonly rows: number;
  /** Milliseconds that a request waits for company where nothing runs. */
  readonly delayMs: number;
  /** Rows computed together at most. */
  readonly maxRows: number;
  /** Milliseconds that a batch of so many rows takes. */
  readonly batchMs: (rows: number) => number;
  /** Milliseconds that every further request of a batch costs beside its rows, in the server and in its client. */
  readonly overheadMs: number;
  /** Milliseconds simulated. */
  readonly durationMs: number;
}

export interface Outcome {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p95: number;
  /** Mean rows of a batch. */
  readonly batchRows: number;
}

/**
 * The load, event by event: what serve's batcher does, without the computing. Requests are all of one shape, and their
 * overhead is taken one after the other, since one process sends or receives them all.
 */
export function simulate({ clients, rows, delayMs, maxRows, batchMs, overheadMs, durationMs }: Load): Outcome {
  const waiting: number[] = Array.from({ length: clients }, () => 0);
  const latencies: number[] = [];
  let batches = 0;
  let now = delayMs;
  const size = Math.max(1, Math.floor(maxRows / rows));
  while (now < durationMs) {
    const batch = waiting.splice(0, size);
    now += batchMs(batch.length * rows) + overheadMs * (batch.length - 1);
    batches++;
    latencies.push(...batch.map((since) => now - since));
    waiting.push(...batch.map(() => now));
    // Only an empty queue lets the next request wait for company.
    if (waiting.length === batch.length) now += delayMs;
  }
  return {
    requestsPerSecond: (1000 * latencies.length) / now,
    ...quantiles(latencies),
    batchRows: (latencies.length * rows) / batches,
  };
}

/** p50 and p95 of some milliseconds. */
export function quantiles(latencies: readonly number[]): { readonly p50: number; readonly p95: number } {
  const sorted = [...latencies].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}
