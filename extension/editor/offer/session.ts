import type { Candidate, GenerateProgress, GenerateRequest, GenerateResult } from "../../contract";
import { asCodeFusionError, CodeFusionError } from "../../errors";
import type { History } from "../../schema";
import { arrange, type Variation } from "./arrange";
import { byCode, mergeResults } from "./merge-results";

/** Runs the pipeline once; rejects as it does. */
export type Compute = (
  request: GenerateRequest,
  signal: AbortSignal,
  onProgress: (progress: GenerateProgress) => void,
) => Promise<GenerateResult>;

/** Denoising steps at most. */
const MOST_STEPS = 200;
const MOST_CANDIDATES = 20;
/** Far apart in 32 bits, so that the seeds of later runs do not overlap. */
const SEED_STRIDE = 0x9e37_79b9;

/** The candidates of one prompt while they come in, and while the user asks for others; knows nothing of the editor. */
export class CandidateSession {
  #result: GenerateResult | undefined;
  /** Of the run under way, before it has ended. */
  #provisional: readonly Candidate[] = [];
  #known: readonly Candidate[] = [];
  readonly #pinned: Candidate[] = [];
  #running: AbortController | undefined;
  #finished: Promise<GenerateResult> | undefined;
  #progress: GenerateProgress | undefined;
  #variations = 0;
  #failure: CodeFusionError | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(
    readonly request: GenerateRequest,
    private readonly compute: Compute,
  ) {}

  /** Everything found so far; undefined until the first run has ended. */
  get result(): GenerateResult | undefined {
    return this.#result;
  }

  /** What is on offer: the pinned ones first, no code twice. */
  get candidates(): readonly Candidate[] {
    return byCode([...this.#pinned, ...this.#known, ...this.#provisional]);
  }

  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** How far the run under way has got; undefined before it has told, and when there is none. */
  get progress(): GenerateProgress | undefined {
    return this.#progress;
  }

  /** Why the last run gave nothing; a run that was stopped needs no reason. */
  get failure(): CodeFusionError | undefined {
    return this.#failure;
  }

  isPinned(candidate: Candidate): boolean {
    return this.#pinned.some(({ code }) => code === candidate.code);
  }

  /** Calls `listener` after every change until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Starts the first run.
   * @returns settles when there is something to offer, which may be before the run has ended
   * @throws CodeFusionError what the pipeline throws, when there is nothing to offer
   */
  start(controller = new AbortController()): Promise<unknown> {
    const finished = this.#run(this.request, controller, (result) => result.candidates);
    this.#finished = finished;
    finished.catch(() => {}); // Whoever listens learns of it from `failure`.
    const offered = new Promise<void>((resolve) => {
      const stop = this.onChange(() => {
        if (this.candidates.length === 0) return;
        stop();
        resolve();
      });
    });
    return Promise.race([finished, offered]);
  }

  /** Runs again with new seeds; a failure is shown beside the candidates that are there. Does nothing while busy. */
  async vary(variation: Variation): Promise<void> {
    if (this.busy) return;
    const seed = (this.request.seed + ++this.#variations * SEED_STRIDE) >>> 0;
    const steps = Math.min(MOST_STEPS, 2 * (this.#result?.steps ?? MOST_STEPS));
    const count = Math.min(MOST_CANDIDATES, 2 * this.request.count);
    const request = {
      ...this.request,
      seed,
      // Longer denoising gives likelier samples; more samples leave more to choose different ones from.
      ...(variation === "likelier" && { steps }),
      ...(variation === "diverse" && { count }),
    };
    try {
      await this.#run(request, new AbortController(), (result) => arrange(variation, this.#known, result.candidates));
    } catch {
      // It is told by `failure`.
    }
  }

  /** Keeps `candidate` on top, or lets go of it. */
  togglePin(candidate: Candidate): void {
    const at = this.#pinned.findIndex(({ code }) => code === candidate.code);
    if (at < 0) this.#pinned.push(candidate);
    else this.#pinned.splice(at, 1);
    this.#changed();
  }

  /** Stops the run under way, if there is one. */
  stop(): void {
    this.#running?.abort();
  }

  /**
   * The history of a candidate, which may have been chosen before the run that drew it has ended.
   * @throws CodeFusionError what that run throws; internal when it was left out in the end
   */
  async history(candidate: Candidate): Promise<History> {
    const result = this.#result ?? (await this.#finished);
    const { candidates = [] } = result ?? {};
    const same = candidates.find(({ code, seed }) => code === candidate.code && seed === candidate.seed);
    const found = same ?? candidates.find(({ code }) => code === candidate.code);
    if (result && found) return result.history(found);
    throw new CodeFusionError("internal", "the run left this candidate out in the end", "generate it again");
  }

  async #run(
    request: GenerateRequest,
    controller: AbortController,
    order: (result: GenerateResult) => readonly Candidate[],
  ): Promise<GenerateResult> {
    this.#running = controller;
    this.#failure = undefined;
    this.#changed();
    try {
      const result = await this.compute(request, controller.signal, (progress) => {
        if (this.#running !== controller) return;
        this.#progress = progress;
        if (progress.candidates) this.#provisional = progress.candidates;
        this.#changed();
      });
      this.#known = order(result);
      this.#result = this.#result ? mergeResults(this.#result, result) : result;
      return result;
    } catch (error) {
      const known = asCodeFusionError(error);
      this.#failure = known.code === "cancelled" ? undefined : known;
      throw known;
    } finally {
      if (this.#result) this.#provisional = [];
      if (this.#running === controller) {
        this.#running = undefined;
        this.#progress = undefined;
      }
      this.#changed();
    }
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
