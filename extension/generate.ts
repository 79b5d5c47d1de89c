/** The one pipeline everybody calls: utterance in, candidates and trajectories out, with progress and cancellation. */
import { performance } from "node:perf_hooks";
import { ExampleMarks, type ScoredSample, type Setting } from "./candidates";
import { CodeFusionError, cancelled } from "./errors";
import { type Backend, createBackend, type ProviderSetting } from "./inference";
import { loadLanguage } from "./languages";
import {
  applySlots,
  canonicalQuotes,
  encodeMemory,
  findModelFolder,
  findSlots,
  type Model,
  openModel,
  RECALLED,
  type Recalled,
} from "./model";
import type {
  Candidate,
  GenerateOptions,
  GenerateRequest,
  GenerateResult,
  Generator,
  RejectedSample,
} from "./pipeline";
import { checkRequest, informativeHeader } from "./request";
import {
  type Batch,
  type Conditioning,
  drawRounds,
  historyOf,
  planBatches,
  planOrigin,
  TrajectoryReader,
} from "./sampling";
import type { Manifest } from "./schema";

export interface GeneratorOptions {
  /** Folder of the model, or one that holds a single model folder. */
  readonly modelsDir: string;
  readonly provider?: ProviderSetting;
  readonly log?: (level: "debug" | "info" | "warn" | "error", message: string) => void;
}

/** A generator; the model is opened and the inference child started at the first run. */
export function createGenerator(options: GeneratorOptions): Generator {
  return new Pipeline(options);
}

/** Samples with nothing valid among them: an error that still shows what was rejected, and why. */
export class NoValidCandidateError extends CodeFusionError {
  constructor(
    readonly rejected: GenerateResult["rejected"],
    readonly samples: GenerateResult["samples"],
    reason: string,
  ) {
    super("no-valid-candidate", reason, "say it differently, or try more steps or another seed");
  }
}

class Pipeline implements Generator {
  private opened: { model: Model; backend: Backend } | undefined;

  constructor(private readonly options: GeneratorOptions) {}

  async generate(request: GenerateRequest, options: GenerateOptions = {}): Promise<GenerateResult> {
    checkRequest(request);
    const { signal, onProgress } = options;
    const started = performance.now();
    const report = (phase: "loading" | "encoding") => onProgress?.({ phase, step: 0, steps: 0, preview: [] });
    report("loading");
    const { model, backend } = this.open();
    const { manifest } = model;
    const language = await loadLanguage(request.language);
    await backend.start(signal);
    throwIfAborted(signal);

    report("encoding");
    const header = informativeHeader(request);
    const slots = findSlots(request.utterance, request.language);
    const recall = recallFor(request, header, manifest);
    const setting: Setting = {
      ...{ language, utterance: request.utterance, slots, header },
      ...(recall && { noiseWeight: recall.noiseWeight }),
    };
    const recalled = model.memory.recall(
      request.utterance,
      request.language,
      Math.max(RECALLED, recall?.examples ?? 0),
    );
    const encoded = await backend.encode(
      {
        ...model.utterances.encode(request.utterance, slots, request.language, header, manifest.maxUtteranceTokens),
        memory: encodeMemory(recalled, model.code),
      },
      signal,
    );
    const conditioning: Conditioning = {
      hidden: encoded.hidden,
      s: encoded.hidden.length / manifest.hiddenDim,
    };

    const steps = request.steps ?? manifest.defaults.steps;
    const examples = new ExampleMarks(recalled, setting);
    const candidateOf = (sample: ScoredSample): Candidate => {
      const example = examples.of(sample.code);
      const { code, score, seed } = sample;
      return { code, score, seed, valid: true, ...(example !== undefined && { example }) };
    };
    const run = await drawRounds(
      backend,
      model,
      setting,
      conditioning,
      this.plan(request, steps, setting, model, encoded.bucketLogits, recalled),
      request.count,
      {
        seed: request.seed,
        ...(signal && { signal }),
        ...(onProgress && {
          onProgress,
          onSelection: ({ candidates }) =>
            onProgress({
              ...{ phase: "selecting", step: 0, steps: 0, preview: [] },
              candidates: candidates.map(candidateOf),
            }),
        }),
      },
    );
    const { selection } = run;
    const samples = selection.judged.map(({ code, rawValid, probability }) => ({
      code,
      valid: rawValid,
      score: probability,
    }));
    const rejections = new Map(
      selection.rejected.map(({ sample, reason }) => [{ code: sample.code, reason } as RejectedSample, sample]),
    );
    const rejected = [...rejections.keys()];
    for (const { code, reason } of rejected) this.options.log?.("debug", `rejected (${reason}): ${code}`);
    if (selection.candidates.length === 0) {
      throw new NoValidCandidateError(rejected, samples, `none of ${samples.length} samples is valid ${language.name}`);
    }
    const offered = new Map(selection.candidates.map((sample) => [candidateOf(sample), sample]));
    const reader = new TrajectoryReader(backend, model, setting, conditioning, run.trajectories);
    const drawnOf = (sample: Candidate | RejectedSample) =>
      "reason" in sample ? rejections.get(sample) : offered.get(sample);
    const frames = (sample: Candidate | RejectedSample) => {
      const drawn = drawnOf(sample);
      return reader.frames(drawn?.index, sample.code, drawn?.fault === undefined);
    };
    const modelInfo = { id: manifest.id, parameters: manifest.parameters.total };
    const backendInfo = { kind: backend.kind, provider: backend.provider };
    return {
      request,
      model: modelInfo,
      backend: backendInfo,
      steps,
      candidates: [...offered.keys()],
      rejected,
      samples,
      ...(selection.shortfall !== undefined && { shortfall: selection.shortfall }),
      timings: {
        encodeMs: encoded.ms,
        denoiseMs: run.denoiseMs,
        decodeMs: run.decodeMs,
        totalMs: performance.now() - started,
      },
      frames,
      history: async (sample) => {
        const drawn = drawnOf(sample);
        const read = await frames(sample);
        const figures = { score: "score" in sample ? sample.score : (drawn?.probability ?? 0), seed: drawn?.seed ?? 0 };
        const of = { steps: reader.steps(drawn?.index) ?? steps, modelId: manifest.id, backend: backendInfo };
        return historyOf(request, sample, figures, of, read);
      },
    };
  }

  /** What is drawn in every round. */
  private plan(
    request: GenerateRequest,
    steps: number,
    { slots, header }: Setting,
    { manifest, code }: Model,
    bucketLogits: Float32Array,
    recalled: readonly Recalled[],
  ): readonly Batch[] {
    const { count, origin } = request;
    if (origin !== undefined) {
      const ids =
        typeof origin.canvas === "string"
          ? code.encode(applySlots(canonicalQuotes(origin.canvas, request.language), slots, header.length))
          : origin.canvas;
      return [planOrigin(ids, origin, manifest, { count, steps, pad: code.pad })];
    }
    const starts = recalled.map(({ example, similarity }) => ({ ids: code.encode(example.slotted), similarity }));
    return planBatches(bucketLogits, manifest, request, steps, {
      recall: recallFor(request, header, manifest),
      starts,
      pad: code.pad,
    });
  }

  status() {
    const { provider = "auto" } = this.options;
    const backend = this.opened?.backend;
    return {
      kind: backend?.kind ?? "local",
      provider: backend?.provider ?? provider,
      state: backend?.state === "ready" ? "ready" : "idle",
    } as const;
  }

  dispose(): void {
    void this.opened?.backend.dispose();
    this.opened = undefined;
  }

  private open(): { model: Model; backend: Backend } {
    if (this.opened) return this.opened;
    const model = openModel(findModelFolder(this.options.modelsDir));
    this.options.log?.("info", `model ${model.manifest.id}, ${model.manifest.parameters.total} parameters`);
    const backend = createBackend({
      model: { ...model.manifest, files: model.graphs },
      provider: this.options.provider ?? "auto",
    });
    this.opened = { model, backend };
    return this.opened;
  }
}

/** How samples start from examples; undefined where none do: an example without columns says nothing of a rule that names one. */
function recallFor(request: GenerateRequest, header: readonly string[], { defaults }: Manifest) {
  if (request.origin !== undefined || request.canvas !== undefined || header.length > 0) return undefined;
  return defaults.recall?.languages.includes(request.language) ? defaults.recall : undefined;
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}
