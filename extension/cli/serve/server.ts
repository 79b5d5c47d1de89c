import bearerAuth from "@fastify/bearer-auth";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { version as release } from "../../../package.json";
import { asCodeFusionError } from "../../errors";
import {
  HEADER_LENGTH,
  inferRequestSchema,
  type LocalBackend,
  MAX_ROWS,
  MessageError,
  modelVersion,
  type PipelineModel,
  pack,
  pipelineInputs,
  pipelineOutputs,
  readTensors,
  unpack,
} from "../../inference";
import { Batcher, QueueFull } from "./batcher";
import { checkInputs, type Limits } from "./limits";
import { Metrics } from "./metrics";

export interface ServerOptions {
  readonly model: PipelineModel & { readonly maxUtteranceTokens: number };
  readonly backend: Pick<LocalBackend, "pipeline" | "provider">;
  /** Asked of every caller; health alone is told to all. */
  readonly token?: string;
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Rows computed together at most. */
  readonly batchRows: number;
  /** Milliseconds that a request waits for company. */
  readonly batchDelayMs: number;
  /** Rows that may wait. */
  readonly queueRows: number;
}

const JSON_TYPE = "application/json; charset=utf-8";
const BODY_BYTES = 64 * 1024 * 1024;
const STEPS = 200;
/** E's states: the longest utterance and its examples, filled up by the client. */
const EXAMPLE_TOKENS = 64;

/** What the last answers may take to leave a server that stops. */
const FAREWELL_MS = 2000;

/** The Open Inference Protocol v2 over one local backend: what `pipeline.onnx` on a model server answers, this answers. */
export class InferenceServer {
  readonly #app: FastifyInstance;
  readonly #batcher: Batcher;
  readonly #metrics: Metrics;
  readonly #limits: Limits;
  #ready = true;

  constructor(private readonly options: ServerOptions) {
    const { model, backend, batchRows, batchDelayMs, queueRows, tls } = options;
    const canvas = Math.max(...model.canvasLengths);
    this.#limits = { rows: MAX_ROWS, steps: STEPS, canvas, conditions: model.maxUtteranceTokens + EXAMPLE_TOKENS };
    this.#metrics = new Metrics(() => this.#batcher.waitingRows);
    this.#batcher = new Batcher({
      maxRows: batchRows,
      maxWaitingRows: queueRows,
      delayMs: batchDelayMs,
      compute: async (inputs, signal) => (await backend.pipeline(inputs, signal)).outputs,
      onBatch: ({ rows, ms }) => {
        this.#metrics.batchRows.observe(rows);
        this.#metrics.batchSeconds.observe(ms / 1000);
      },
    });
    const common = { bodyLimit: BODY_BYTES, forceCloseConnections: "idle" as const };
    this.#app = tls ? (Fastify({ ...common, https: tls }) as unknown as FastifyInstance) : Fastify(common);
    this.#routes();
  }

  /** Rows that wait to be computed. */
  get waitingRows(): number {
    return this.#batcher.waitingRows;
  }

  /** Starts to listen; gives the address. */
  listen(host: string, port: number): Promise<string> {
    return this.#app.listen({ host, port });
  }

  /** Takes no new requests, answers those that it has, and stops. */
  async close(): Promise<void> {
    this.#ready = false;
    const closing = this.#app.close();
    await this.#batcher.settled();
    // Everything is answered; a connection that is merely kept alive would be waited for as long as it likes.
    const sweep = setTimeout(() => this.#app.server.closeAllConnections(), FAREWELL_MS);
    await closing.finally(() => clearTimeout(sweep));
    this.#metrics.dispose();
  }

  #routes(): void {
    const app = this.#app;
    // Bodies are read by the protocol's own rules, whatever they are called.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    // A connection that is kept alive would keep a server that stops waiting for it.
    app.addHook("onSend", async (_request, reply) => {
      if (!this.#ready) reply.header("connection", "close");
    });
    app.setErrorHandler((error, _request, reply) => this.#refuse(error, reply));
    app.setNotFoundHandler((request, reply) => reply.code(404).send({ error: `there is no ${request.url}` }));
    app.get("/v2/health/live", async () => ({ live: true }));
    app.get("/v2/health/ready", (_request, reply) => this.#tellReady(reply));
    app.register(async (guarded) => {
      const { token } = this.options;
      const refusal = { keys: new Set([token ?? ""]), errorResponse: ({ message }: Error) => ({ error: message }) };
      if (token !== undefined) await guarded.register(bearerAuth, refusal);
      guarded.get("/metrics", async (_request, reply) =>
        reply.type(this.#metrics.contentType).send(await this.#metrics.text()),
      );
      guarded.get("/v2", async () => ({ name: "codefusion", version: release, extensions: ["binary_tensor_data"] }));
      for (const place of ["/v2/models/:model", "/v2/models/:model/versions/:version"]) {
        guarded.get(place, (request, reply) => this.#withModel(request, reply, async () => this.#describe()));
        guarded.get(`${place}/ready`, (request, reply) =>
          this.#withModel(request, reply, async () => this.#tellReady(reply)),
        );
        guarded.post(`${place}/infer`, (request, reply) =>
          this.#withModel(request, reply, () => this.#infer(request, reply)),
        );
      }
    });
  }

  #describe() {
    const { model, backend } = this.options;
    return {
      name: model.id,
      versions: [modelVersion(model)],
      platform: backend.provider,
      inputs: pipelineInputs(model),
      outputs: pipelineOutputs(model),
    };
  }

  #tellReady(reply: FastifyReply) {
    return reply.code(this.#ready ? 200 : 503).send({ ready: this.#ready });
  }

  async #withModel(request: FastifyRequest, reply: FastifyReply, answer: () => Promise<unknown>) {
    const { model, version } = request.params as { readonly model: string; readonly version?: string };
    const own = modelVersion(this.options.model);
    if (model !== this.options.model.id) return reply.code(404).send({ error: `there is no model ${model}` });
    if (version !== undefined && version !== own)
      return reply.code(404).send({ error: `there is no version ${version} of ${model}, but ${own}` });
    return answer();
  }

  async #infer(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const measured = this.#metrics.requestSeconds.startTimer();
    reply.raw.once("close", () => {
      measured();
      this.#metrics.requests.inc({ status: reply.raw.writableFinished ? reply.statusCode : "gone" });
    });
    const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
    const length = request.headers[HEADER_LENGTH];
    const { message, bytes } = unpack(body, typeof length === "string" ? length : undefined, inferRequestSchema);
    const inputs = readTensors(message.inputs, bytes);
    const { model } = this.options;
    checkInputs(inputs, model, this.#limits);
    const all = pipelineOutputs(model).map(({ name }) => name);
    const wanted = message.outputs?.map(({ name }) => name) ?? all;
    const unknown = wanted.find((name) => !all.includes(name));
    if (unknown !== undefined) throw new MessageError(`there is no output ${unknown}`);
    const outputs = await this.#batcher.submit(inputs, goneSignal(reply));
    const byDefault = message.parameters?.binary_data_output ?? false;
    const binary = new Map(message.outputs?.map(({ name, parameters }) => [name, parameters?.binary_data]));
    const chosen = Object.fromEntries(wanted.flatMap((name) => (outputs[name] ? [[name, outputs[name]]] : [])));
    const head = {
      model_name: model.id,
      model_version: modelVersion(model),
      ...(message.id !== undefined && { id: message.id }),
    };
    const packed = pack(head, "outputs", chosen, (name) => binary.get(name) ?? byDefault);
    return reply.headers(packed.headers).send(packed.body);
  }

  #refuse(error: unknown, reply: FastifyReply): FastifyReply {
    reply.type(JSON_TYPE);
    if (error instanceof MessageError) return reply.code(400).send({ error: error.message });
    if (error instanceof QueueFull)
      return reply.code(429).header("retry-after", error.retryAfter).send({ error: error.message });
    const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 500;
    if (status < 500) return reply.code(status).send({ error: error instanceof Error ? error.message : "refused" });
    const { code, line } = asCodeFusionError(error);
    return reply.code(code === "cancelled" ? 499 : 500).send({ error: line });
  }
}

/** Aborted where the caller goes before it has its answer. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}
