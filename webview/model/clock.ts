import type { CastMember, StageFrame, TheatreState } from "../../extension/schema";

/** For times that are the same fraction computed in two ways. */
const EPSILON = 1e-6;

/** The frame of `history` that stands when the clock is at noise time `t`: the last that is not later; else the first. */
export function frameAtTime(history: CastMember, t: number): number {
  const later = history.frames.findIndex((frame) => frame.t < t - EPSILON);
  if (later < 0) return history.frames.length - 1;
  return Math.max(0, later - 1);
}

/** What a cast member shows at noise time `t`. */
export interface Standing {
  /** Index into the cast of whose frame it is: before a branch began, it was its parent. */
  readonly candidate: number;
  readonly frame: number;
}

/** Where cast member `candidate` stands at noise time `t`. */
export function standingAt(candidates: readonly CastMember[], candidate: number, t: number): Standing {
  const member = candidates[candidate];
  if (!member) return { candidate, frame: 0 };
  const start = member.frames[0]?.t ?? 1;
  const parent = member.branch?.parent;
  // A parent stands before its branches in the cast, so this ends.
  if (parent !== undefined && parent < candidate && t > start + EPSILON) return standingAt(candidates, parent, t);
  return { candidate, frame: frameAtTime(member, t) };
}

/** The clock's noise time: that of the selected candidate's frame. */
export function timeOf(state: TheatreState): number {
  return state.candidates[state.selected]?.frames[state.frame]?.t ?? 0;
}

/** The first frame from which the code stays valid to the end; undefined where the final code is invalid. */
export function becameValid(frames: readonly StageFrame[]): number | undefined {
  const lastInvalid = frames.findLastIndex((frame) => !frame.valid);
  return lastInvalid === frames.length - 1 ? undefined : lastInvalid + 1;
}
