import { distance } from "fastest-levenshtein";
import type { Candidate } from "../../contract";
import { byCode } from "./merge-results";

/** What can be asked for beyond the first candidates: new seeds; likelier ones first; ones that differ more first. */
export type Variation = "more" | "likelier" | "diverse";

/** `known` and then `found`, in the order that the variation asks for; no code occurs twice. */
export function arrange(
  variation: Variation,
  known: readonly Candidate[],
  found: readonly Candidate[],
): readonly Candidate[] {
  const all = byCode([...known, ...found]);
  switch (variation) {
    case "more":
      return all;
    case "likelier":
      return [...all].sort((a, b) => b.score - a.score);
    case "diverse":
      return spread(all);
  }
}

/** The first, and then always the one that differs most from everything before it. */
function spread(candidates: readonly Candidate[]): readonly Candidate[] {
  const [first, ...others] = candidates;
  if (first === undefined) return [];
  const chosen = [first];
  const left = others.map((candidate) => ({ candidate, apart: apart(candidate, first) }));
  while (left.length > 0) {
    const next = left.reduce((best, each) => (each.apart > best.apart ? each : best));
    left.splice(left.indexOf(next), 1);
    chosen.push(next.candidate);
    for (const each of left) each.apart = Math.min(each.apart, apart(each.candidate, next.candidate));
  }
  return chosen;
}

/** Edit distance between two codes as a share of the longer one. */
function apart(a: Candidate, b: Candidate): number {
  return distance(a.code, b.code) / Math.max(1, a.code.length, b.code.length);
}
