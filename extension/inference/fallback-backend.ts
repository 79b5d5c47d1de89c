import { asCodeFusionError, CodeFusionError, cancelled } from "../errors";
import type {
  Backend,
  BackendState,
  Decoded,
  DecodeInput,
  Denoised,
  DenoiseInput,
  DenoiseOptions,
  Encoded,
  EncodeInput,
} from "./backend";

/** One of the backends that may compute a run. */
export interface Rung {
  readonly backend: Backend;
  /** Asked when a run starts; where it says no, nothing is asked of the backend. Yes where absent. */
  readonly isUsable?: () => boolean;
}

/** A backend that failed, the one that takes over, and why. */
export interface Fallback {
  readonly from: Pick<Backend, "kind" | "provider" | "host">;
  readonly to: Pick<Backend, "kind" | "provider" | "host">;
  readonly error: CodeFusionError;
}

export interface FallbackOptions {
  /** Best first, at least one; some one of them is always usable. */
  readonly rungs: readonly Rung[];
  /** Told when a backend fails and the next one goes on; again only after it had worked in between. */
  readonly onFallback?: (fallback: Fallback) => void;
  /** Milliseconds that a backend which failed is passed over by later runs; 30 000 by default. */
  readonly restMs?: number;
}

/**
 * Backends in order. Every call has all of its input, so a call that fails is done again by the next backend, with the
 * same noise; what earlier calls gave stays. A failure that is the user's to mend (a token, a bad input) is thrown, and a
 * cancelled call never moves on.
 */
export class FallbackBackend implements Backend {
  readonly #options: FallbackOptions;
  readonly #failedAt = new Map<Backend, number>();
  readonly #told = new Set<Backend>();
  #at: number;
  #usable: readonly Rung[];

  constructor(options: FallbackOptions) {
    this.#options = options;
    this.#usable = options.rungs;
    this.#at = 0;
  }

  get kind(): Backend["kind"] {
    return this.#current.kind;
  }

  get provider(): string {
    return this.#current.provider;
  }

  get host(): string | undefined {
    return this.#current.host;
  }

  get state(): BackendState {
    return this.#current.state;
  }

  /** Chooses anew: a run begins with the best backend that may be used and has not just failed. */
  async start(signal?: AbortSignal): Promise<void> {
    const { rungs, restMs = 30_000 } = this.#options;
    const usable: Rung[] = [];
    for (const rung of rungs) {
      const rests = Date.now() - (this.#failedAt.get(rung.backend) ?? Number.NEGATIVE_INFINITY) < restMs;
      if (!rests && (rung.isUsable?.() ?? true)) usable.push(rung);
    }
    if (signal?.aborted) throw cancelled();
    this.#usable = usable;
    this.#at = 0;
    await this.#call((backend) => backend.start(signal), signal);
  }

  encode(input: EncodeInput, signal?: AbortSignal): Promise<Encoded> {
    return this.#call((backend) => backend.encode(input, signal), signal);
  }

  denoise(input: DenoiseInput, options: DenoiseOptions = {}): Promise<Denoised> {
    return this.#call(async (backend) => {
      const denoised = await backend.denoise(input, options);
      const { kind, provider, host } = backend;
      return { ...denoised, by: { kind, provider, ...(host !== undefined && { host }) } };
    }, options.signal);
  }

  decode(input: DecodeInput, signal?: AbortSignal): Promise<Decoded> {
    return this.#call((backend) => backend.decode(input, signal), signal);
  }

  async dispose(): Promise<void> {
    const backends = new Set(this.#options.rungs.map(({ backend }) => backend));
    await Promise.all([...backends].map((backend) => backend.dispose()));
  }

  get #current(): Backend {
    const rung = this.#usable[this.#at] ?? this.#options.rungs[0];
    if (rung) return rung.backend;
    throw new CodeFusionError("internal", "there is nothing to compute with", "report it, with the CodeFusion log");
  }

  async #call<T>(work: (backend: Backend) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    for (;;) {
      const backend = this.#current;
      try {
        const done = await work(backend);
        this.#told.delete(backend);
        return done;
      } catch (thrown) {
        const error = asCodeFusionError(thrown);
        if (signal?.aborted || !error.mayTryNextBackend || !this.#moveOn(backend, error)) throw error;
      }
    }
  }

  /** Whether another backend takes over from `failed`; another call may have moved on already. */
  #moveOn(failed: Backend, error: CodeFusionError): boolean {
    if (this.#current !== failed) return true;
    const next = this.#usable[this.#at + 1]?.backend;
    if (next === undefined) return false;
    this.#failedAt.set(failed, Date.now());
    this.#at++;
    if (!this.#told.has(failed)) this.#options.onFallback?.({ from: failed, to: next, error });
    this.#told.add(failed);
    return true;
  }
}
