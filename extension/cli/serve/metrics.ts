import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What a server tells of itself, in Prometheus' text format. */
export class Metrics {
  readonly #registry = new Registry();
  readonly requests = new Counter({
    name: "codefusion_requests_total",
    help: "Inference requests answered, by HTTP status",
    labelNames: ["status"] as const,
    registers: [this.#registry],
  });
  readonly requestSeconds = new Histogram({
    name: "codefusion_request_seconds",
    help: "From the arrival of an inference request to its answer",
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
    registers: [this.#registry],
  });
  readonly batchRows = new Histogram({
    name: "codefusion_batch_rows",
    help: "Rows that were computed together",
    buckets: [1, 2, 4, 8, 16, 32, 64],
    registers: [this.#registry],
  });
  readonly batchSeconds = new Histogram({
    name: "codefusion_batch_seconds",
    help: "Computing one batch",
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
    registers: [this.#registry],
  });

  /** @param waitingRows asked whenever somebody reads the metrics */
  constructor(waitingRows: () => number) {
    collectDefaultMetrics({ register: this.#registry });
    new Gauge({
      name: "codefusion_waiting_rows",
      help: "Rows that wait to be computed",
      registers: [this.#registry],
      collect() {
        this.set(waitingRows());
      },
    });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** Stops what samples in the background. */
  dispose(): void {
    this.#registry.clear();
  }
}
