import type { Candidate, GenerateResult, RejectedSample } from "../../contract";

/**
 * Two runs on one prompt as one result: every different candidate and rejected sample once, those of `first` in front.
 * Frames and histories are still decoded by the run that drew the candidate.
 */
export function mergeResults(first: GenerateResult, second: GenerateResult): GenerateResult {
  const own = new Set<Candidate | RejectedSample>([...second.candidates, ...second.rejected]);
  const ownerOf = (sample: Candidate | RejectedSample) => (own.has(sample) ? second : first);
  const { encodeMs, denoiseMs, decodeMs, totalMs } = second.timings;
  const { shortfall: _, ...rest } = first;
  return {
    ...rest,
    backend: second.backend,
    candidates: byCode([...first.candidates, ...second.candidates]),
    rejected: byCode([...first.rejected, ...second.rejected]),
    samples: [...first.samples, ...second.samples],
    timings: {
      encodeMs: first.timings.encodeMs + encodeMs,
      denoiseMs: first.timings.denoiseMs + denoiseMs,
      decodeMs: first.timings.decodeMs + decodeMs,
      totalMs: first.timings.totalMs + totalMs,
    },
    frames: (sample) => ownerOf(sample).frames(sample),
    history: (sample) => ownerOf(sample).history(sample),
  };
}

/** The first of every code. */
export function byCode<T extends { readonly code: string }>(items: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return items.filter(({ code }) => !seen.has(code) && seen.add(code));
}
