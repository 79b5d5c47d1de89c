import type { CastMember, StageFrame, TheatreState } from "../../extension/schema";

/** For times that are the same fraction computed in two ways. */
const EPSILON = 1e-6;

/** By how much a starting latent comes before the step that begins with it, on the clock: less than any step takes. */
const BEFORE_STEP = 0.001;

/** When a frame stands on the clock: its noise time; a starting latent has the noise time of the first step, and comes before it. */
export function momentOf({ t, source }: Pick<StageFrame, "t" | "source">): number {
  return source === "nearest" ? t + BEFORE_STEP : t;
}

/** The frame of `history` that stands at `moment`: the last that is not later; else the first. */
export function frameAtMoment(history: CastMember, moment: number): number {
  const later = history.frames.findIndex((frame) => momentOf(frame) < moment - EPSILON);
  if (later < 0) return history.frames.length - 1;
  return Math.max(0, later - 1);
}

/** What a cast member shows at a moment of the clock. */
export interface Standing {
  /** Index into the cast of whose frame it is: before a branch began, it was its parent. */
  readonly candidate: number;
  readonly frame: number;
}

/** Where cast member `candidate` stands at `moment`. */
export function standingAt(candidates: readonly CastMember[], candidate: number, moment: number): Standing {
  const member = candidates[candidate];
  if (!member) return { candidate, frame: 0 };
  const [first] = member.frames;
  const start = first ? momentOf(first) : 1;
  const parent = member.branch?.parent;
  // A parent stands before its branches in the cast, so this ends.
  if (parent !== undefined && parent < candidate && moment > start + EPSILON)
    return standingAt(candidates, parent, moment);
  return { candidate, frame: frameAtMoment(member, moment) };
}

/** Where the clock stands: the moment of the selected candidate's frame. */
export function clockOf(state: TheatreState): number {
  const frame = state.candidates[state.selected]?.frames[state.frame];
  return frame ? momentOf(frame) : 0;
}

/** The first frame from which the code stays valid to the end; undefined where the final code is invalid. */
export function becameValid(frames: readonly StageFrame[]): number | undefined {
  const lastInvalid = frames.findLastIndex((frame) => !frame.valid);
  return lastInvalid === frames.length - 1 ? undefined : lastInvalid + 1;
}
