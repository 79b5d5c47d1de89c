import * as z from "zod";
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
import { garbledFault, misfitFault, mismatchFault, RemoteError } from "./faults";
import { Guard, type GuardOptions } from "./guard";

export interface ClientOptions extends GuardOptions {
  /** Milliseconds that one call may take; 60 000 by default. */
  readonly deadlineMs?: number;
}

/** What a server says of itself. */
export interface ServerDescription {
  readonly server: ServerMetadata;
  readonly model: ModelMetadata;
  readonly version: string;
}

const METADATA_DEADLINE_MS = 10_000;
const METADATA_BYTES = 1024 * 1024;
/** The most that a number takes as JSON, its comma included. */
const NUMBER_BYTES = 26;
/** What a server answers to a body that it does not know how to read. */
const UNREADABLE: ReadonlySet<number | undefined> = new Set([400, 415, 422, 500]);

/** The Open Inference Protocol client of one model on one server. */
export class OpenInferenceClient {
  readonly host: string;
  readonly #guard: Guard;
  #description: ServerDescription | undefined;
  /** Whether the server reads the binary tensor extension; undefined until it is known. */
  #binary: boolean | undefined;

  constructor(
    private readonly server: RemoteServer,
    private readonly model: PipelineModel,
    private readonly options: ClientOptions = {},
  ) {
    this.host = hostOf(server);
    this.#guard = new Guard(this.host, (signal) => this.#probe(signal), options);
  }

  get description(): ServerDescription | undefined {
    return this.#description;
  }

  /**
   * Asks the server what it is and whether it has the model; once.
   * @throws RemoteError, CodeFusionError cancelled
   */
  async describe(signal?: AbortSignal): Promise<ServerDescription> {
    this.#description ??= await this.#guard.run(async () => {
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
    return first ?? this.#guard.run(() => this.#post(inputs, names, this.#binary ?? true, signal), signal);
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
