import type { Candidate, GenerateResult } from "../../contract";
import { CodeFusionError, say } from "../../errors";
import type { Language } from "../../languages";
import type { Compute } from "./session";

const MOST_CANDIDATES = 20;

/**
 * Runs the pipeline as `compute` does, without offering `code` itself, however it is spaced or quoted. One candidate more
 * is asked for, so that what is left out is made up for; where it cannot be, the shortfall says so.
 */
export function withoutUnchanged(compute: Compute, code: string, { normalise }: Pick<Language, "normalise">): Compute {
  const same = normalise(code);
  const others = (candidates: readonly Candidate[], count: number) =>
    candidates.filter((candidate) => normalise(candidate.code) !== same).slice(0, count);
  return async (request, signal, onProgress) => {
    const { count } = request;
    const wider = { ...request, count: Math.min(MOST_CANDIDATES, count + 1) };
    const result = await compute(wider, signal, ({ candidates, ...progress }) =>
      onProgress({ ...progress, ...(candidates && { candidates: others(candidates, count) }) }),
    );
    return changedOnly({ ...result, request }, others(result.candidates, count));
  };
}

/** Runs the pipeline as `compute` does; `code` itself, which stands there already, comes behind whatever else there is. */
export function unchangedLast(compute: Compute, code: string, { normalise }: Pick<Language, "normalise">): Compute {
  const same = normalise(code);
  const isSame = (candidate: Candidate) => normalise(candidate.code) === same;
  const ordered = (candidates: readonly Candidate[]) => [
    ...candidates.filter((candidate) => !isSame(candidate)),
    ...candidates.filter(isSame),
  ];
  return async (request, signal, onProgress) => {
    const result = await compute(request, signal, ({ candidates, ...progress }) =>
      onProgress({ ...progress, ...(candidates && { candidates: ordered(candidates) }) }),
    );
    return { ...result, candidates: ordered(result.candidates) };
  };
}

/** @throws CodeFusionError declined where nothing is left */
function changedOnly(result: GenerateResult, candidates: readonly Candidate[]): GenerateResult {
  const { shortfall: _, ...rest } = result;
  const { count } = result.request;
  if (candidates.length === 0) {
    throw new CodeFusionError(
      "declined",
      "every candidate is the selected code, unchanged",
      "refine it more strongly, or say in the comment above what should change",
    );
  }
  if (candidates.length >= count) return { ...rest, candidates };
  const left = say`${candidates.length} of ${count} candidates: others are the selected code, unchanged`;
  const isAlone = result.candidates.length === candidates.length;
  return { ...rest, candidates, shortfall: isAlone && result.shortfall ? result.shortfall : left };
}
