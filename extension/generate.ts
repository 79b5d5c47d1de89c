/** The one pipeline everybody calls: utterance in, candidates and trajectories out, with progress and cancellation. */
import { performance } from "node:perf_hooks";
import type { Setting } from "./candidates";
import { CodeFusionError, cancelled } from "./errors";
import { type Backend, createBackend, type ProviderSetting } from "./inference";
import { loadLanguage } from "./languages";
import { findModelFolder, findSlots, headerOf, type Model, openModel } from "./model";
import type { Candidate, GenerateOptions, GenerateRequest, GenerateResult, Generator } from "./pipeline";
import { type Conditioning, drawRounds, historyOf, planCanvases, TrajectoryReader } from "./sampling";

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
    const report = (phase: "loading" | "encoding" | "decoding" | "selecting") =>
      onProgress?.({ phase, step: 0, steps: 0, preview: [] });
    report("loading");
    const { model, backend } = this.open();
    const { manifest } = model;
    const language = await loadLanguage(request.language);
    await backend.start(signal);
    throwIfAborted(signal);

    report("encoding");
    const header = informativeHeader(request);
    const slots = findSlots(request.utterance, request.language);
    const setting: Setting = { language, utterance: request.utterance, slots, header };
    const encodedUtterance = model.utterances.encode(
      request.utterance,
      slots,
      request.language,
      header,
      manifest.maxUtteranceTokens,
    );
    const encoded = await backend.encode(encodedUtterance, signal);
    const conditioning: Conditioning = { hidden: encoded.hidden, s: encodedUtterance.inputIds.length };

    const steps = request.steps ?? manifest.defaults.steps;
    const plan = planCanvases(encoded.bucketLogits, manifest, request);
    const run = await drawRounds(backend, model, setting, conditioning, plan, request.count, {
      steps,
      seed: request.seed,
      ...(signal && { signal }),
      ...(onProgress && { onProgress }),
    });
    report("selecting");
    const { selection } = run;
    const samples = selection.judged.map(({ code, rawValid, probability }) => ({
      code,
      valid: rawValid,
      score: probability,
    }));
    for (const { code, reason } of selection.rejected) this.options.log?.("debug", `rejected (${reason}): ${code}`);
    if (selection.candidates.length === 0) {
      throw new NoValidCandidateError(
        selection.rejected,
        samples,
        `none of ${samples.length} samples is valid ${language.name}`,
      );
    }
    const candidates: Candidate[] = selection.candidates.map(({ code, score, seed }) => ({
      code,
      score,
      seed,
      valid: true,
    }));
    const indexOf = new Map(candidates.map((candidate, at) => [candidate, selection.candidates[at]?.index ?? 0]));
    const reader = new TrajectoryReader(backend, model, setting, conditioning, run.trajectories);
    const frames = (candidate: Candidate) => reader.frames(indexOf.get(candidate), candidate.code);
    const modelInfo = { id: manifest.id, parameters: manifest.parameters.total };
    const backendInfo = { kind: backend.kind, provider: backend.provider };
    return {
      request,
      model: modelInfo,
      backend: backendInfo,
      steps,
      candidates,
      rejected: selection.rejected,
      samples,
      ...(selection.shortfall !== undefined && { shortfall: selection.shortfall }),
      timings: {
        encodeMs: encoded.ms,
        denoiseMs: run.denoiseMs,
        decodeMs: run.decodeMs,
        totalMs: performance.now() - started,
      },
      frames,
      history: async (candidate) =>
        historyOf(request, candidate, steps, modelInfo.id, backendInfo, await frames(candidate)),
    };
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

/** The header where it can matter: beside a table of one value column no rule need name a column. */
function informativeHeader(request: GenerateRequest): readonly string[] {
  if (request.language !== "cf") return [];
  const header = headerOf(request.table);
  return header.filter((name) => name.toLowerCase() !== "index").length > 1 ? header : [];
}

function checkRequest(request: GenerateRequest): void {
  const whole = (value: number | undefined, least: number, most: number) =>
    value === undefined || (Number.isInteger(value) && value >= least && value <= most);
  const fault = (message: string, remedy: string) => new CodeFusionError("bad-input", message, remedy);
  if (request.utterance.trim() === "") throw fault("the utterance is empty", "say in words what the code should do");
  if (!whole(request.count, 1, 20)) throw fault("the count is not valid", "ask for 1 to 20 candidates");
  if (!whole(request.steps, 1, 200)) throw fault("the steps are not valid", "use 1 to 200 denoising steps");
  if (!whole(request.seed, 0, 2 ** 32 - 1))
    throw fault("the seed is not valid", "use a whole number from 0 to 4294967295");
  if (!whole(request.canvas, 1, 128)) throw fault("the canvas length is not valid", "use 1 to 128 positions");
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}
