import type { Candidate, GenerateProgress, GenerateRequest, GenerateResult, Generator } from "../../contract";
import type { History } from "../../schema";
import type { Place } from "../ask/place";

/** One run: what came of it, where it was asked, and what of it is in the document. */
export interface PromptRun {
  readonly result: GenerateResult;
  readonly place: Place;
  /** The history entry of the candidate that was inserted last, or of the code that is to be replaced. */
  insertedId?: string;
}

/** Follows every run that a list is offered from while it is under way, as an open theatre does. */
export interface LiveFollower {
  begins(request: GenerateRequest, generator: Generator): void;
  step(progress: GenerateProgress): void;
  /** Undefined where nothing came of it. */
  ends(run: PromptRun | undefined): void;
}

/** Remembers the last run, so that its denoising can be shown and another of its candidates used. */
export class LastRun {
  #run: PromptRun | undefined;

  get current(): PromptRun | undefined {
    return this.#run;
  }

  set(run: PromptRun): void {
    if (this.#run?.place !== run.place) this.#run?.place.dispose();
    this.#run = run;
  }

  dispose(): void {
    this.#run?.place.dispose();
    this.#run = undefined;
  }
}

/** The candidate that `history` tells of; undefined when it is of another run. */
export function candidateIn(
  run: PromptRun,
  history: Pick<History, "utterance" | "language" | "code" | "seed">,
): Candidate | undefined {
  const { request, candidates } = run.result;
  if (request.utterance !== history.utterance || request.language !== history.language) return undefined;
  return candidates.find(({ code, seed }) => code === history.code && seed === history.seed);
}
