import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  ExponentialBackoff,
  handleWhen,
  type IBackoff,
  retry,
  wrap,
} from "cockatiel";
import { cancelled } from "../../errors";
import { RemoteError, restingFault } from "./faults";

export interface GuardOptions {
  /** Milliseconds that a server may be waited for where it says how long it is busy; 5000 by default. */
  readonly patienceMs?: number;
  /** Milliseconds that a server which failed is left alone; 10 000 by default. */
  readonly restMs?: number;
  /** Failed attempts in a row after which it is left alone; 3 by default, more where calls are made side by side. */
  readonly failures?: number;
}

const ATTEMPTS_MORE = 2;

/** Every call of one server: retries what may succeed in a moment, rests after failures in a row, probes before it trusts again. */
export class Guard {
  readonly #breaker;
  readonly #policy;
  #lastFailure = "";

  /**
   * @param host how the server is called in messages
   * @param probe asks whether it is well again
   */
  constructor(
    private readonly host: string,
    private readonly probe: (signal: AbortSignal | undefined) => Promise<void>,
    { restMs = 10_000, patienceMs = 5000, failures = 3 }: GuardOptions = {},
  ) {
    const transient = handleWhen(
      (error) => error instanceof RemoteError && error.retry && (error.details.retryAfterMs ?? 0) <= patienceMs,
    );
    const failing = handleWhen(
      (error) => error instanceof RemoteError && (error.retry || error.details.hung === true) && !isBusy(error),
    );
    this.#breaker = circuitBreaker(failing, {
      halfOpenAfter: restMs,
      breaker: new ConsecutiveBreaker(failures),
    });
    this.#breaker.onFailure(({ reason }) => {
      if ("error" in reason && !(reason.error instanceof BrokenCircuitError)) this.#lastFailure = reason.error.message;
    });
    this.#policy = wrap(retry(transient, { maxAttempts: ATTEMPTS_MORE, backoff: backoff() }), this.#breaker);
  }

  /**
   * What `call` gives, within the rules.
   * @throws RemoteError, CodeFusionError cancelled
   */
  async run<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw cancelled();
    const guarded = this.#policy.execute(async () => {
      // What runs although the circuit is not closed is the trial after a rest.
      if (this.#breaker.state !== CircuitState.Closed) await this.probe(signal);
      return call();
    }, signal);
    try {
      return await (signal ? unlessAborted(guarded, signal) : guarded);
    } catch (error) {
      if (signal?.aborted) throw cancelled();
      if (error instanceof BrokenCircuitError) throw restingFault(this.host, this.#lastFailure);
      throw error;
    }
  }
}

/** Jittered and growing, and never shorter than a busy server asks for. */
function backoff() {
  const jittered = new ExponentialBackoff({ initialDelay: 150, maxDelay: 2000 });
  return new DelegateBackoff<{ readonly result: object }, IBackoff<unknown>>(({ result }, last) => {
    const state = last ? last.next(undefined) : jittered.next();
    const error = "error" in result ? result.error : undefined;
    const asked = error instanceof RemoteError ? (error.details.retryAfterMs ?? 0) : 0;
    return { delay: asked + state.duration, state };
  });
}

/** A busy server works. */
function isBusy({ details: { status } }: RemoteError): boolean {
  return status === 429;
}

/** What `work` gives, or at once that it was cancelled; many calls share one signal, so nothing of them stays on it. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(cancelled());
  });
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
