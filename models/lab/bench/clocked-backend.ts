import { readFileSync } from "node:fs";
import type { Backend, LocalBackend } from "../../../extension/inference";
import type { Measured } from "./measured";

type Call = "start" | "E" | "N" | "D";

/** One call of a backend, ms of the clock. */
interface Span {
  readonly call: Call;
  readonly from: number;
  readonly to: number;
}

/** A backend that keeps the times of its calls; what it computes stays the same. */
export class ClockedBackend implements Backend {
  readonly kind = "local";
  readonly spans: Span[] = [];
  readonly denoised: Measured["denoised"] = [];
  /** Tokens of every sample up to and with its end. */
  readonly tokens: number[] = [];

  constructor(
    private readonly inner: LocalBackend,
    private readonly pad: number,
    private readonly latentDim: number,
    private readonly topM: number,
  ) {}

  get provider() {
    return this.inner.provider;
  }

  get state() {
    return this.inner.state;
  }

  /** Forgets the calls so far. */
  reset(): void {
    for (const kept of [this.spans, this.denoised, this.tokens]) kept.length = 0;
  }

  /** The child's peak resident memory in MiB, where the system tells it. */
  peakMemory(): number | undefined {
    try {
      const status = readFileSync(`/proc/${this.inner.pid}/status`, "utf8");
      const kib = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
      return kib === undefined ? undefined : Number(kib) / 1024;
    } catch {
      return undefined;
    }
  }

  start: Backend["start"] = (signal) => this.clock("start", () => this.inner.start(signal));

  encode: Backend["encode"] = (input, signal) => this.clock("E", () => this.inner.encode(input, signal));

  denoise: Backend["denoise"] = async (input, options) => {
    const started = performance.now();
    const answer = await this.clock("N", () => this.inner.denoise(input, options));
    const { n, s, steps, from = steps } = input;
    const samples = input.noise.length / (n * this.latentDim);
    this.denoised.push({ samples, n, s, steps: from, ms: performance.now() - started });
    return answer;
  };

  decode: Backend["decode"] = async (input, signal) => {
    const answer = await this.clock("D", () => this.inner.decode(input, signal));
    const { n, latents } = input;
    for (let row = 0; row < latents.length / (n * this.latentDim); row++) {
      const ids = Array.from({ length: n }, (_, at) => answer.ids[(row * n + at) * this.topM]);
      const end = ids.indexOf(this.pad);
      this.tokens.push(end < 0 ? n : end + 1);
    }
    return answer;
  };

  dispose(): Promise<void> {
    return this.inner.dispose();
  }

  private async clock<T>(call: Call, work: () => Promise<T>): Promise<T> {
    const from = performance.now();
    try {
      return await work();
    } finally {
      this.spans.push({ call, from, to: performance.now() });
    }
  }
}

/**
 * The time of a run by phase: the backend's calls, and between them the host's own work, each moment counted once.
 * @param spans in the order in which they ended
 */
export function phasesOf(spans: readonly Span[], from: number, to: number): Measured["phases"] {
  const phases = { open: 0, start: 0, E: 0, recall: 0, N: 0, D: 0, rank: 0 };
  let at = from;
  let host: "open" | "recall" | "rank" = "open";
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    phases[host] += Math.max(0, span.from - at);
    phases[span.call] += Math.max(0, span.to - Math.max(at, span.from));
    at = Math.max(at, span.to);
    if (span.call === "E") host = "recall";
    if (span.call === "D") host = "rank";
  }
  phases[host] += Math.max(0, to - at);
  return phases;
}
