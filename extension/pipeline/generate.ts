/** The one pipeline everybody calls: utterance in, candidates and trajectories out, with progress and cancellation. */
import { performance } from "node:perf_hooks";
import type { GenerateOptions, GenerateRequest, GenerateResult, Generator } from "../contract";
import { asCodeFusionError, CodeFusionError, cancelled, inEnglish } from "../errors";
import { type Backend, createBackend, type ProviderSetting } from "../inference";
import { loadLanguage } from "../languages";
import { findModelFolder, type Model, openModel } from "../model";
import { confidenceOf, Marker, PartVotes, type Setting } from "../rank";
import {
  type ExamplesMemory,
  encodeMemory,
  meanState,
  memoryOf,
  RECALLED,
  type Recalled,
  withNamesInScope,
} from "../recall";
import type { LanguageId, Manifest } from "../schema";
import { applySlots, canonicalQuotes } from "../utterance";
import { conditioningOf } from "./conditioning";
import { usedOf } from "./draw";
import { TrajectoryReader } from "./frames";
import { type Batch, planBatches, planOrigin } from "./plan";
import { checkRequest, settingFor } from "./request";
import { candidateOf, resultOf, type Trust } from "./result";
import { drawRounds } from "./rounds";
import { closenessOf, requireClose } from "./scope";
import { startsFrom } from "./starts";

export interface GeneratorOptions {
  /** Folder of the model, or one that holds a single model folder. */
  readonly modelsDir: string;
  readonly provider?: ProviderSetting;
  /** What computes, made for the model once it is open; this machine where absent. */
  readonly backend?: (model: Model) => Backend;
  /** Other defaults than the model's own, made of these: to measure what they are worth. */
  readonly defaults?: AdjustDefaults;
  readonly log?: (level: "debug" | "info" | "warn" | "error", message: string) => void;
}

/** Decoding settings made of a model's own. */
export type AdjustDefaults = (own: Manifest["defaults"]) => Manifest["defaults"];

/** Examples recalled for each that a sample starts from: several near ones may share one program. */
const REACH = 6;

/** A generator; the model is opened and the inference child started at the first run. */
export function createGenerator(options: GeneratorOptions): Generator {
  return new Pipeline(options);
}

/** A model that is open, and what computes it. */
interface Opened {
  readonly model: Model;
  /** Its examples, read at the first call. */
  readonly memoryOnce: () => ExamplesMemory;
  readonly backend: Backend;
}

class Pipeline implements Generator {
  private opened: Opened | undefined;

  /** One for each run under way: disposing stops them, also those whose callers gave no signal. */
  private readonly runs = new Set<AbortController>();

  constructor(private readonly options: GeneratorOptions) {}

  async generate(request: GenerateRequest, options: GenerateOptions = {}): Promise<GenerateResult> {
    checkRequest(request);
    const { signal } = options;
    const controller = new AbortController();
    const forward = () => controller.abort();
    if (signal?.aborted) forward();
    signal?.addEventListener("abort", forward, { once: true });
    this.runs.add(controller);
    try {
      return await this.run(request, { ...options, signal: controller.signal });
    } catch (error) {
      // A model that was changed on disk is opened anew by the next run, which may find it repaired or replaced.
      if (["model-corrupt", "model-missing"].includes(asCodeFusionError(error).code)) this.close();
      throw error;
    } finally {
      signal?.removeEventListener("abort", forward);
      this.runs.delete(controller);
    }
  }

  async prepare(language: LanguageId): Promise<void> {
    await this.started(language);
  }

  /** The examples, once a language can be searched in them and the backend computes: its child loads while they are read. */
  private async started(language: LanguageId, signal?: AbortSignal): Promise<ExamplesMemory> {
    const { memoryOnce, backend } = this.open();
    const starting = backend.start(signal);
    starting.catch(() => {}); // awaited below, unless something fails before
    await loadLanguage(language);
    const memory = memoryOnce();
    await memory.prepare(language);
    await starting;
    return memory;
  }

  private async run(
    request: GenerateRequest,
    { signal, onProgress, onDrawn }: GenerateOptions & { readonly signal: AbortSignal },
  ): Promise<GenerateResult> {
    const started = performance.now();
    const report = (phase: "loading" | "encoding") => onProgress?.({ phase, step: 0, steps: 0, preview: [] });
    report("loading");
    const { model, backend } = this.open();
    const { manifest } = model;
    const memory = await this.started(request.language, signal);
    const plain = await settingFor(request);
    const { language, slots, header } = plain;
    throwIfAborted(signal);

    report("encoding");
    const recall = recallFor(request, header, manifest);
    const near = async (examples: number, state?: Float32Array) => {
      const found = await memory.recall(request.utterance, slots, language.id, examples, { ...(state && { state }) });
      return withNamesInScope(found, slots, plain.names ?? new Set(), language, plain.parameters);
    };
    const looksAt = manifest.defaults.conditioning?.[language.id] ?? RECALLED;
    const lookedAt = looksAt > 0 ? await near(looksAt) : [];
    const words = model.utterances.encode(
      request.utterance,
      slots,
      request.language,
      header,
      manifest.maxUtteranceTokens,
    );
    const encoded = await backend.encode({ ...words, memory: encodeMemory(lookedAt, model.code) }, signal);
    const conditioning = conditioningOf(encoded.hidden, manifest.hiddenDim);
    // What E makes of an utterance beside examples is no guide to further ones.
    const state = looksAt > 0 ? undefined : meanState(encoded.hidden, words.inputIds.length, manifest.hiddenDim);
    const recalled = await near(recall ? REACH * recall.examples : RECALLED, state);
    if (request.origin === undefined)
      requireClose(await closenessOf(plain, recalled, memory), language.id, manifest.defaults);

    // What was measured is answers from noise and from examples; refined code is close to what it was.
    const trust: Trust = (grounds) =>
      request.origin === undefined ? confidenceOf(grounds, language.id, manifest.defaults) : undefined;
    const setting: Setting = {
      ...plain,
      trust,
      leastConfidence: manifest.defaults.leastConfidence?.[language.id],
      ...(recall && { noiseWeight: recall.noiseWeight }),
      ...(recall && recalled.length > 0 && { parts: new PartVotes(recalled, plain) }),
    };
    const steps = request.steps ?? manifest.defaults.steps;
    const marker = new Marker(recalled, setting);
    const run = await drawRounds(
      backend,
      model,
      setting,
      conditioning,
      this.plan(request, steps, setting, model, encoded.bucketLogits, recalled),
      request.count,
      {
        seed: request.seed,
        signal,
        ...(onProgress && {
          onProgress,
          onSelection: ({ candidates }) =>
            onProgress({
              ...{ phase: "selecting", step: 0, steps: 0, preview: [] },
              candidates: candidates.map((sample) =>
                candidateOf(sample, marker, { ...usedOf(backend), model: manifest.id }, trust),
              ),
            }),
        }),
      },
    );
    throwIfAborted(signal);
    const totalMs = performance.now() - started;
    onDrawn?.(run.drawn());
    for (const { sample, reason } of run.selection.rejected)
      this.options.log?.("debug", `rejected (${inEnglish(reason)}): ${sample.code}`);
    return resultOf(
      request,
      run,
      {
        steps,
        marker,
        trust,
        languageName: language.name,
        model: { id: manifest.id, parameters: manifest.parameters.total },
        backend: usedOf(backend),
        timings: {
          encodeMs: encoded.ms,
          denoiseMs: run.denoiseMs,
          decodeMs: run.decodeMs,
          totalMs,
        },
      },
      new TrajectoryReader(this.decoderOf(model), model, setting, run.trajectories),
    );
  }

  /** What is drawn in every round. */
  private plan(
    request: GenerateRequest,
    steps: number,
    setting: Setting,
    { manifest, code }: Model,
    bucketLogits: Float32Array,
    recalled: readonly Recalled[],
  ): readonly Batch[] {
    const { count, origin } = request;
    const { slots, header } = setting;
    if (origin !== undefined) {
      const ids =
        typeof origin.canvas === "string"
          ? code.encode(applySlots(canonicalQuotes(origin.canvas, request.language), slots, header.length))
          : origin.canvas;
      return [planOrigin(ids, origin, manifest, { count, steps, pad: code.pad })];
    }
    return planBatches(bucketLogits, manifest, request, steps, {
      recall: recallFor(request, header, manifest),
      starts: startsFrom(recalled, setting, code),
      pad: code.pad,
    });
  }

  status() {
    const { provider = "auto" } = this.options;
    const backend = this.opened?.backend;
    return {
      ...usedOf(backend ?? { kind: "local", provider }),
      state: backend?.state === "ready" ? "ready" : "idle",
    } as const;
  }

  dispose(): void {
    for (const run of this.runs) run.abort();
    this.close();
  }

  private close(): void {
    void this.opened?.backend.dispose();
    this.opened = undefined;
  }

  /** What decodes trajectories of `model`: the backend in use then, so that no child outlives what `dispose` knows of. */
  private decoderOf({ manifest }: Model): Pick<Backend, "decode"> {
    return {
      decode: async (input, signal) => {
        const { model, backend } = this.open();
        if (model.manifest.files.decoder.sha256 === manifest.files.decoder.sha256) return backend.decode(input, signal);
        const message = "the model was replaced since this code was made";
        throw new CodeFusionError("bad-input", message, "generate it again to see how it comes into being");
      },
    };
  }

  private open(): Opened {
    if (this.opened) return this.opened;
    const model = this.adjusted(openModel(findModelFolder(this.options.modelsDir)));
    this.options.log?.("info", `model ${model.manifest.id}, ${model.manifest.parameters.total} parameters`);
    let memory: ExamplesMemory | undefined;
    const memoryOnce = () => {
      memory ??= memoryOf(model);
      return memory;
    };
    const { provider = "auto", log, backend: make = localBackend(provider, log) } = this.options;
    const backend = make(model);
    this.opened = { model, memoryOnce, backend };
    return this.opened;
  }

  private adjusted(model: Model): Model {
    const { defaults = (own) => own } = this.options;
    return { ...model, manifest: { ...model.manifest, defaults: defaults(model.manifest.defaults) } };
  }
}

const localBackend =
  (provider: ProviderSetting, log: GeneratorOptions["log"]) =>
  ({ manifest, graphs }: Model): Backend =>
    createBackend({
      model: { ...manifest, files: graphs },
      provider,
      onRetry: (message) => log?.("warn", message),
    });

/** How samples start from examples; undefined where none do: an example without columns says nothing of a rule that names one. */
function recallFor(request: GenerateRequest, header: readonly string[], { defaults }: Manifest) {
  if (request.origin !== undefined || request.canvas !== undefined || header.length > 0) return undefined;
  const noiseWeight = defaults.recall?.noiseWeights[request.language];
  return defaults.recall && noiseWeight !== undefined ? { ...defaults.recall, noiseWeight } : undefined;
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw cancelled();
}
