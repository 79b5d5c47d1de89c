import type { CastMember } from "../../extension/schema";

/** A cast member's place in the tree of branches. */
export interface Kin {
  /** Index into the cast. */
  readonly index: number;
  /** 0 for a sample of the run, 1 for its branch, … */
  readonly depth: number;
}

/** The cast as a tree read from top to bottom: every branch below its parent, siblings in the order they came. */
export function familyOf(candidates: readonly CastMember[]): readonly Kin[] {
  const below = (parent: number | undefined, depth: number): Kin[] =>
    candidates.flatMap(({ branch }, index) => {
      // A parent that does not stand before its child is none: bad data must not lose a member.
      const known = branch && branch.parent < index ? branch.parent : undefined;
      return known === parent ? [{ index, depth }, ...below(index, depth + 1)] : [];
    });
  return below(undefined, 0);
}
