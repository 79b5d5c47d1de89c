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
}

const ATTEMPTS_MORE = 2;
const FAILURES_IN_A_ROW = 3;

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
    { restMs = 10_000, patienceMs = 5000 }: GuardOptions = {},
  ) {
    const transient = handleWhen(
      (error) => error instanceof RemoteError && error.retry && (error.details.retryAfterMs ?? 0) <= patienceMs,
    );
    const failing = handleWhen(
      (error) => error instanceof RemoteError && (error.retry || error.details.hung === true) && !isBusy(error),
    );
    this.#breaker = circuitBreaker(failing, {
      halfOpenAfter: restMs,
      breaker: new ConsecutiveBreaker(FAILURES_IN_A_ROW),
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
      return await (signal ? Promise.race([guarded, rejectOnAbort(signal)]) : guarded);
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

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(cancelled()), { once: true }));
}
