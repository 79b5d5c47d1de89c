import type { GenerateOptions, GenerateRequest, GenerateResult, Generator } from "../contract";
import { asCodeFusionError, type CodeFusionError, cancelled, say } from "../errors";
import { type ClientOptions, RemoteError } from "../inference";
import { candidateOf, checkRequest, type HistoryReader, resultOf, settingFor } from "../pipeline";
import { type JudgedSample, judgeTexts, Marker, type Selection, type Setting, select } from "../rank";
import type { BackendUsed } from "../schema";
import { readAnswer } from "./answer";
import { Asking, type ServedApi } from "./asking";
import { ServedClient, type Written } from "./client";
import { type Draw, planRound, ROUNDS } from "./drawing";
import { familyOf } from "./families";
import type { ServedModel } from "./models";
import { requireModel } from "./models";
import { ruleIn } from "./rule-schema";
import type { ServedServer } from "./server";
import { StreamReader } from "./stream-history";

export interface ServedOptions extends ClientOptions {
  readonly server: ServedServer;
  /** Id of the model, as `listModels` gives it. */
  readonly model: string;
  /** `chat` by default, and `completions` where the server has no chat. */
  readonly api?: ServedApi;
  /** What most samples are drawn at; 0.8 by default. The first is drawn at a quarter of it. */
  readonly temperature?: number;
  /** Samples drawn for each candidate wanted; 1.6 by default. */
  readonly oversampling?: number;
  /** Characters of the code above the prompt that are sent, the nearest ones; 4000 by default. */
  readonly contextCharacters?: number;
  readonly log?: (level: "debug" | "info" | "warn" | "error", message: string) => void;
}

const TEMPERATURE = 0.8;
const OVERSAMPLING = 1.6;
const CONTEXT_CHARACTERS = 4000;

/**
 * A generator whose samples a served model writes; they go through the same chain as our own model's. Nothing is sent before
 * the first `generate`. What is sent: the utterance, the request's `context` within the budget, the header of its table, the
 * code that it starts from; `below` where a gap is filled; nothing of these but the header where the request's code stays. Failures of the server are RemoteErrors (`backend-unavailable`,
 * `backend-crashed`), as of the remote backend; where some candidates came before it failed, they are offered and `shortfall`
 * says what happened.
 */
export function createServedGenerator(options: ServedOptions): Generator {
  return new ServedGenerator(options);
}

/** What a run has so far. */
interface Sofar {
  readonly written: Written[];
  readonly judged: JudgedSample[];
  /** What the server failed by, after some answers had come. */
  failure?: CodeFusionError;
}

class ServedGenerator implements Generator {
  readonly #client: ServedClient;
  readonly #runs = new Set<AbortController>();
  #model: ServedModel | undefined;
  /** Whether the server gives several answers to one request; some give one whatever is asked for. */
  #severalAtOnce = true;

  constructor(private readonly options: ServedOptions) {
    this.#client = new ServedClient(options.server, options);
  }

  async generate(given: GenerateRequest, options: GenerateOptions = {}): Promise<GenerateResult> {
    checkRequest(given);
    const request = given.codeStays ? { ...given, context: undefined, below: undefined, origin: undefined } : given;
    const run = new AbortController();
    this.#runs.add(run);
    const signal = options.signal ? AbortSignal.any([options.signal, run.signal]) : run.signal;
    try {
      return await this.#run(request, { ...options, signal });
    } catch (error) {
      if (signal.aborted) throw cancelled();
      throw asCodeFusionError(error);
    } finally {
      this.#runs.delete(run);
      // Nobody waits for what is still under way after a failure.
      run.abort();
    }
  }

  status() {
    return { ...this.#backend(), state: this.#model ? "ready" : "idle" } as const;
  }

  dispose(): void {
    for (const run of this.#runs) run.abort();
    this.#model = undefined;
  }

  async #run(
    request: GenerateRequest,
    { signal, onProgress }: GenerateOptions & { readonly signal: AbortSignal },
  ): Promise<GenerateResult> {
    const started = performance.now();
    const { oversampling = OVERSAMPLING, temperature = TEMPERATURE, api, contextCharacters } = this.options;
    onProgress?.({ phase: "loading", step: 0, steps: 0, preview: [] });
    const setting = await settingFor(request);
    const model = await this.#find(signal);
    const asking = new Asking(this.#client, model, familyOf(model), setting.header.length, {
      ...(api && { api }),
      contextCharacters: contextCharacters ?? CONTEXT_CHARACTERS,
      log: this.options.log,
    });
    const marker = new Marker([], setting);
    const madeBy = { ...this.#backend(), model: model.id };
    const sofar: Sofar = { written: [], judged: [] };
    const total = Math.ceil(request.count * oversampling);
    for (let round = 1; round <= ROUNDS; round++) {
      const draws = planRound(round, total, temperature, request.seed, sofar.written.length);
      if (draws.length === 0) break;
      await this.#drawAll(draws, asking, request, sofar, signal, (written, seed) => {
        sofar.judged.push(...judgeTexts([sampleOf(written, sofar.written.length, seed, request)], setting));
        sofar.written.push(written);
        const { candidates } = select(sofar.judged, setting, request.count);
        onProgress?.({
          ...{ phase: "selecting", step: 0, steps: 0, preview: [] },
          candidates: candidates.map((sample) => candidateOf(sample, marker, madeBy)),
        });
      });
      if (sofar.failure || select(sofar.judged, setting, request.count).candidates.length >= request.count) break;
    }
    const selection = this.#selected(sofar, setting, request);
    return resultOf(
      request,
      { selection },
      {
        ...{ steps: 0, marker, languageName: setting.language.name },
        model: { id: model.id, ...(model.parameters !== undefined && { parameters: model.parameters }) },
        backend: this.#backend(),
        timings: { encodeMs: 0, denoiseMs: 0, decodeMs: 0, totalMs: performance.now() - started },
      },
      new StreamReader(sofar.written, setting) satisfies HistoryReader,
    );
  }

  /** The model as the server lists it; as it was named where the server lists none. */
  async #find(signal: AbortSignal): Promise<ServedModel> {
    if (this.#model) return this.#model;
    const name = this.options.model;
    const models = await this.#client.models(signal).catch((error: unknown) => {
      // Some gateways list nothing and answer all the same.
      if (error instanceof RemoteError && error.details.status === 404) return [];
      throw error;
    });
    this.#model = requireModel(models, name, this.#client.host);
    return this.#model;
  }

  async #drawAll(
    draws: readonly Draw[],
    asking: Asking,
    request: GenerateRequest,
    sofar: Sofar,
    signal: AbortSignal,
    onAnswer: (written: Written, seed: number) => void,
  ): Promise<void> {
    const failures: unknown[] = [];
    const work = draws.map((draw) => this.#drawOne(draw, asking, request, signal, onAnswer));
    await Promise.all(work.map((each) => each.catch((error: unknown) => failures.push(error))));
    const [failure] = failures;
    if (failure === undefined) return;
    // What has come before the server failed is not lost.
    const isUseful = sofar.judged.some(({ fault }) => fault === undefined);
    if (signal.aborted || !isUseful || !(failure instanceof RemoteError)) throw failure;
    sofar.failure = failure;
    this.options.log?.("warn", failure.line);
  }

  async #drawOne(
    draw: Draw,
    asking: Asking,
    request: GenerateRequest,
    signal: AbortSignal,
    onAnswer: (written: Written, seed: number) => void,
  ): Promise<void> {
    const ask = (seed: number, samples: number) =>
      asking.ask(request, { ...draw, seed, samples }, (written) => onAnswer(written, seed), signal);
    const together = this.#severalAtOnce ? draw.samples : 1;
    const given = await ask(draw.seed, together);
    if (given < together) this.#severalAtOnce = false;
    const missing = Math.max(0, draw.samples - given);
    await Promise.all(Array.from({ length: missing }, (_, at) => ask(draw.seed + given + at, 1)));
  }

  #selected({ judged, failure }: Sofar, setting: Setting, { count }: GenerateRequest): Selection {
    const selection = select(judged, setting, count);
    return failure ? { ...selection, shortfall: say`${failure.said.message}: ${failure.said.remedy}` } : selection;
  }

  #backend(): BackendUsed {
    return { kind: "served", provider: this.#model?.owner ?? "openai", host: this.#client.host };
  }
}

function sampleOf({ text, pieces }: Written, index: number, seed: number, { utterance, language }: GenerateRequest) {
  const { code, others } = readAnswer(language === "cf" ? ruleIn(text) : text, utterance);
  const known = pieces.flatMap(({ probability }) => probability ?? []);
  const mean = known.reduce((sum, probability) => sum + Math.log(Math.max(probability, 1e-9)), 0) / known.length;
  const probability = known.length === 0 ? 1 : Math.exp(mean);
  return {
    ...{ index, seed, slotted: code, probability },
    others: () => others.map((slotted) => ({ slotted, probability })),
  };
}
