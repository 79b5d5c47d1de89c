import type { Candidate, GenerateResult } from "../pipeline";
import type { History } from "../schema";
import type { PromptAnchor } from "./prompt-anchor";

/** One finished run: what came of it, where it was asked, and what of it is in the document. */
export interface Run {
  readonly result: GenerateResult;
  readonly anchor: PromptAnchor;
  /** The history entry of the candidate that was inserted last. */
  insertedId?: string;
}

/** Remembers the last run, so that its denoising can be shown and another of its candidates used. */
export class LastRun {
  #run: Run | undefined;

  get current(): Run | undefined {
    return this.#run;
  }

  set(run: Run): void {
    this.#run?.anchor.dispose();
    this.#run = run;
  }

  dispose(): void {
    this.#run?.anchor.dispose();
    this.#run = undefined;
  }
}

/** The candidate that `history` tells of; undefined when it is of another run. */
export function candidateOf(
  run: Run,
  history: Pick<History, "utterance" | "language" | "code" | "seed">,
): Candidate | undefined {
  const { request, candidates } = run.result;
  if (request.utterance !== history.utterance || request.language !== history.language) return undefined;
  return candidates.find(({ code, seed }) => code === history.code && seed === history.seed);
}
