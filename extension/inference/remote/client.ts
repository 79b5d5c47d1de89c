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
import * as z from "zod";
import { cancelled } from "../../errors";
import {
  elementsOf,
  HEADER_LENGTH,
  inferResponseSchema,
  MAX_ROWS,
  MessageError,
  type ModelMetadata,
  mismatch,
  modelMetadataSchema,
  modelVersion,
  type PipelineModel,
  pack,
  pipelineOutputs,
  readTensors,
  rowsOf,
  type ServerMetadata,
  serverMetadataSchema,
  stackRows,
  type Tensors,
  takeRows,
  unpack,
} from "../open-inference";
import { exchange, hostOf, type RemoteServer } from "./exchange";
import { garbledFault, misfitFault, mismatchFault, RemoteError, restingFault } from "./faults";

export interface ClientOptions {
  /** Milliseconds that one call may take; 60 000 by default. */
  readonly deadlineMs?: number;
  /** Milliseconds that a server may be waited for where it says how long it is busy; 5000 by default. */
  readonly patienceMs?: number;
  /** Milliseconds that a server which failed is left alone; 10 000 by default. */
  readonly restMs?: number;
}

/** What a server says of itself. */
export interface ServerDescription {
  readonly server: ServerMetadata;
  readonly model: ModelMetadata;
  readonly version: string;
}

const ATTEMPTS_MORE = 2;
const FAILURES_IN_A_ROW = 3;
const METADATA_DEADLINE_MS = 10_000;
const METADATA_BYTES = 1024 * 1024;
/** The most that a number takes as JSON, its comma included. */
const NUMBER_BYTES = 26;
/** What a server answers to a body that it does not know how to read. */
const UNREADABLE: ReadonlySet<number | undefined> = new Set([400, 415, 422, 500]);

/** The Open Inference Protocol client of one model on one server. */
export class OpenInferenceClient {
  readonly host: string;
  readonly #breaker;
  readonly #policy;
  #description: ServerDescription | undefined;
  #lastFailure = "";
  /** Whether the server reads the binary tensor extension; undefined until it is known. */
  #binary: boolean | undefined;

  constructor(
    private readonly server: RemoteServer,
    private readonly model: PipelineModel,
    private readonly options: ClientOptions = {},
  ) {
    this.host = hostOf(server);
    const { restMs = 10_000, patienceMs = 5000 } = options;
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

  get description(): ServerDescription | undefined {
    return this.#description;
  }

  /**
   * Asks the server what it is and whether it has the model; once.
   * @throws RemoteError, CodeFusionError cancelled
   */
  async describe(signal?: AbortSignal): Promise<ServerDescription> {
    this.#description ??= await this.#guarded(async () => {
      const server = await this.#get("/v2", serverMetadataSchema, signal);
      const model = await this.#get(`/v2/models/${this.model.id}`, modelMetadataSchema, signal);
      const reason = mismatch(this.model, model);
      if (reason !== undefined) throw mismatchFault(this.host, this.model.id, reason);
      if (server.extensions?.some((name) => /^binary_tensor/.test(name))) this.#binary = true;
      return { server, model, version: modelVersion(this.model) };
    }, signal);
    return this.#description;
  }

  /**
   * Runs the pipeline graph on any number of rows.
   * @param inputs all of them
   * @param names of the outputs wanted
   * @throws RemoteError, CodeFusionError cancelled
   */
  async infer(inputs: Tensors, names: readonly string[], signal?: AbortSignal): Promise<Tensors> {
    await this.describe(signal);
    const rows = rowsOf(inputs) ?? 0;
    const parts = Array.from({ length: Math.ceil(rows / MAX_ROWS) }, (_, part) =>
      takeRows(inputs, part * MAX_ROWS, Math.min(rows, (part + 1) * MAX_ROWS)),
    );
    const stop = new AbortController();
    const signals = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
    try {
      return stackRows(await Promise.all(parts.map((part) => this.#inferPart(part, names, signals))));
    } finally {
      // Where one part failed, nobody waits for the others.
      stop.abort();
    }
  }

  async #inferPart(inputs: Tensors, names: readonly string[], signal: AbortSignal): Promise<Tensors> {
    // Few servers say whether they read binary tensors: the first request is one, and tells.
    const first = this.#binary === undefined ? await this.#tryBinary(inputs, names, signal) : undefined;
    return first ?? this.#guarded(() => this.#post(inputs, names, this.#binary ?? true, signal), signal);
  }

  async #tryBinary(inputs: Tensors, names: readonly string[], signal: AbortSignal): Promise<Tensors | undefined> {
    try {
      const outputs = await this.#post(inputs, names, true, signal);
      this.#binary = true;
      return outputs;
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      if (UNREADABLE.has(error.details.status)) this.#binary = false;
      return undefined;
    }
  }

  /** Retries what may succeed in a moment, rests after failures in a row, and probes before it trusts again. */
  async #guarded<T>(call: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    if (signal?.aborted) throw cancelled();
    const guarded = this.#policy.execute(async () => {
      // What runs although the circuit is not closed is the trial after a rest.
      if (this.#breaker.state !== CircuitState.Closed) await this.#probe(signal);
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

  async #probe(signal: AbortSignal | undefined): Promise<void> {
    await this.#send({ method: "GET", path: `/v2/models/${this.model.id}/ready`, maxBytes: METADATA_BYTES }, signal);
  }

  async #get<T>(path: string, schema: z.ZodType<T>, signal: AbortSignal | undefined): Promise<T> {
    const { body } = await this.#send({ method: "GET", path, maxBytes: METADATA_BYTES }, signal);
    return this.#read(() => unpack(body, undefined, schema).message);
  }

  async #post(inputs: Tensors, names: readonly string[], binary: boolean, signal: AbortSignal): Promise<Tensors> {
    const outputs = names.map((name) => ({ name, parameters: { binary_data: binary } }));
    const { body, headers } = pack(
      { parameters: { binary_data_output: binary }, outputs },
      "inputs",
      inputs,
      () => binary,
    );
    const version = modelVersion(this.model);
    // Servers that know no versions refuse the longer address; they may still say which one has answered.
    const versioned = this.#description?.model.versions?.includes(version);
    const path = `/v2/models/${this.model.id}${versioned ? `/versions/${version}` : ""}/infer`;
    const maxBytes = METADATA_BYTES + NUMBER_BYTES * this.#elements(inputs, names);
    const answer = await this.#send({ method: "POST", path, headers, body, maxBytes }, signal);
    const tensors = this.#read(() => {
      const { message, bytes } = unpack(answer.body, answer.headers.get(HEADER_LENGTH), inferResponseSchema);
      const own = message.model_version;
      if (own != null && /^\d{12}$/.test(own) && own !== version)
        throw mismatchFault(this.host, this.model.id, `it has version ${own}, and ${version} is wanted`);
      return readTensors(message.outputs, bytes);
    });
    this.#check(inputs, names, tensors);
    return Object.fromEntries(names.flatMap((name) => (tensors[name] ? [[name, tensors[name]]] : [])));
  }

  #send(request: Omit<Parameters<typeof exchange>[1], "deadlineMs" | "signal">, signal: AbortSignal | undefined) {
    const { deadlineMs = 60_000 } = this.options;
    const own = request.method === "GET" ? Math.min(deadlineMs, METADATA_DEADLINE_MS) : deadlineMs;
    return exchange(this.server, { ...request, deadlineMs: own, signal });
  }

  #read<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof MessageError || error instanceof z.ZodError) throw garbledFault(this.host, error.message);
      throw error;
    }
  }

  /** Refuses outputs of other types or shapes than the inputs make certain. */
  #check(inputs: Tensors, names: readonly string[], outputs: Tensors): void {
    for (const [name, wanted] of this.#shapes(inputs, names)) {
      const found = outputs[name];
      const fits = found?.datatype === wanted.datatype && found.shape.join() === wanted.shape.join();
      if (!fits) throw misfitFault(this.host, `${name} is ${found ? `[${found.shape.join(", ")}]` : "missing"}`);
    }
  }

  #elements(inputs: Tensors, names: readonly string[]): number {
    return this.#shapes(inputs, names).reduce((sum, [, { shape }]) => sum + elementsOf(shape), 0);
  }

  /** The shapes of the outputs that the inputs' own shapes tell. */
  #shapes(inputs: Tensors, names: readonly string[]) {
    const length = (name: string, axis: number) => inputs[name]?.shape[axis] ?? 0;
    const [rows, canvas, steps] = [length("latent", 0), length("latent", 1), length("times", 1) - 1];
    const conditions =
      length("hidden", 1) || length("input_ids", 1) + (this.model.files.memory ? length("memory", 1) : 0);
    const open: Readonly<Record<string, readonly number[]>> = {
      encoded: [conditions],
      x0s: [steps, canvas],
      step_ids: [steps, canvas],
      step_confidence: [steps, canvas],
    };
    return pipelineOutputs(this.model).flatMap(({ name, datatype, shape: [, ...rest] }) => {
      if (!names.includes(name)) return [];
      const known = open[name] ?? [canvas];
      let at = 0;
      return [
        [name, { datatype, shape: [rows, ...rest.map((own) => (own === -1 ? (known[at++] ?? 0) : own))] }] as const,
      ];
    });
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
