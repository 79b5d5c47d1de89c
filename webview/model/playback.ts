import {
  type CastMember,
  isRecall,
  MOST_COMPARED,
  type StageFrame,
  type TheatreState,
  type View,
  withFrames,
} from "../../extension/schema";
import { becameValid, clockOf, standingAt } from "./clock";
import { familyOf } from "./family";

export const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;

/** Everything the theatre draws: what is shown, and how the clock runs. */
export interface Playback {
  readonly state: TheatreState;
  readonly playing: boolean;
  readonly speed: number;
  /** Whether the extension host is denoising a branch. */
  readonly busy: boolean;
}

export type Action =
  | { readonly type: "seek"; readonly frame: number }
  | { readonly type: "step"; readonly by: number }
  | { readonly type: "last" }
  | { readonly type: "valid" }
  | { readonly type: "toggle" }
  | { readonly type: "tick" }
  | { readonly type: "speed"; readonly speed: number }
  | { readonly type: "select"; readonly candidate: number }
  | { readonly type: "selectBy"; readonly by: number }
  | { readonly type: "view"; readonly view: View }
  | { readonly type: "compare"; readonly candidate: number }
  | { readonly type: "pin"; readonly position: number }
  | { readonly type: "unpin" }
  | { readonly type: "append"; readonly frames: readonly StageFrame[] }
  | { readonly type: "add"; readonly candidate: CastMember }
  | { readonly type: "busy"; readonly busy: boolean };

/** The clock standing at what `state` points to; indices out of range are brought to the nearest that exists. */
export function open(state: TheatreState): Playback {
  const known = (candidate: number) => candidate < state.candidates.length;
  return {
    state: { ...at(state, state.selected, state.frame), compared: state.compared.filter(known) },
    playing: false,
    speed: 1,
    busy: false,
  };
}

/** What follows from `action`. Any move by hand pauses; playing from the end starts again at the first frame. */
export function reduce(now: Playback, action: Action): Playback {
  const { state } = now;
  const { frame, selected } = state;
  const last = historyOf(state).frames.length - 1;
  const paused = (to: number): Playback => ({ ...now, playing: false, state: at(state, selected, to) });
  const holding = (changed: Partial<TheatreState>): Playback => ({ ...now, state: { ...state, ...changed } });
  switch (action.type) {
    case "seek":
      return paused(action.frame);
    case "step":
      return paused(frame + action.by);
    case "last":
      return paused(last);
    case "valid":
      return paused(becameValid(historyOf(state).frames) ?? frame);
    case "toggle":
      if (now.playing) return paused(frame);
      if (isRecall(historyOf(state))) return now;
      return { ...now, playing: last > 0, state: at(state, selected, frame >= last ? 0 : frame) };
    case "tick":
      if (!now.playing) return now;
      return { ...now, playing: frame + 1 < last, state: at(state, selected, frame + 1) };
    case "speed":
      return { ...now, speed: action.speed };
    case "select":
      return select(now, action.candidate);
    case "selectBy": {
      const order = familyOf(state.candidates).map(({ index }) => index);
      const next = clamp(order.indexOf(selected) + action.by, order.length - 1);
      return select(now, order[next] ?? selected);
    }
    case "view":
      return holding({ view: action.view });
    case "compare": {
      const compared = toggled(state.compared, action.candidate);
      return compared.length > MOST_COMPARED ? now : holding({ compared });
    }
    case "pin":
      return { ...now, playing: false, state: { ...state, pinned: toggled(state.pinned, action.position) } };
    case "unpin":
      return holding({ pinned: [] });
    case "append": {
      const appended = { ...state, candidates: withFrames(state.candidates, action.frames) };
      // Who looks at the newest frame goes on doing so; who looked back is left there.
      return { ...now, state: at(appended, selected, frame === last ? last + 1 : frame) };
    }
    case "add":
      return { ...now, playing: action.candidate.frames.length > 1, state: added(state, action.candidate) };
    case "busy":
      return { ...now, busy: action.busy };
  }
}

/** How long one frame stays, in ms: a whole play takes about five seconds at speed 1. */
export function frameMs(now: Playback): number {
  const frames = historyOf(now.state).frames.length;
  return Math.min(450, Math.max(60, 5000 / frames)) / now.speed;
}

/** The selected candidate. */
export function historyOf(state: TheatreState): CastMember {
  return state.candidates[state.selected] ?? first(state.candidates);
}

/** The frame shown. */
export function frameOf(state: TheatreState): StageFrame {
  const { frames } = historyOf(state);
  return frames[state.frame] ?? first(frames);
}

/** The frame before the one shown; undefined at the first. */
export function previousOf(state: TheatreState): StageFrame | undefined {
  return historyOf(state).frames[state.frame - 1];
}

/** The frame that cast member `candidate` shows at the clock's time, and the one before it. */
export function shownOf(
  state: TheatreState,
  candidate: number,
): { frame: StageFrame; previous: StageFrame | undefined } {
  const standing = standingAt(state.candidates, candidate, clockOf(state));
  const { frames } = state.candidates[standing.candidate] ?? historyOf(state);
  return { frame: frames[standing.frame] ?? first(frames), previous: frames[standing.frame - 1] };
}

/**
 * Another candidate: at its beginning, or side by side at the clock's moment, which is that of all. What was pinned belongs
 * to the one before.
 */
function select(now: Playback, candidate: number): Playback {
  const { state } = now;
  const next = at(state, candidate, 0);
  if (next.selected === state.selected) return now;
  const standing = standingAt(state.candidates, next.selected, clockOf(state));
  const frame = state.view === "side" && standing.candidate === next.selected ? standing.frame : 0;
  const chosen = at(next, next.selected, frame);
  return { ...now, playing: now.playing && !isRecall(historyOf(chosen)), state: { ...chosen, pinned: [] } };
}

/** The cast with `candidate` selected at its first frame, and side by side with its parent where there is room. */
function added(state: TheatreState, candidate: CastMember): TheatreState {
  const index = state.candidates.length;
  const compared = [...state.compared.slice(0, MOST_COMPARED - 1), index];
  return { ...state, candidates: [...state.candidates, candidate], selected: index, frame: 0, compared, pinned: [] };
}

function toggled(items: readonly number[], item: number): number[] {
  const without = items.filter((one) => one !== item);
  return without.length < items.length ? without : [...items, item].sort((a, b) => a - b);
}

function at(state: TheatreState, candidate: number, frame: number): TheatreState {
  const selected = clamp(candidate, state.candidates.length - 1);
  const member = state.candidates[selected];
  const last = (member?.frames.length ?? 1) - 1;
  // A recall has no way to watch: it stands at its end.
  return { ...state, selected, frame: member && isRecall(member) ? last : clamp(frame, last) };
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}

function first<T>(items: readonly T[]): T {
  const item = items[0];
  // The schema refuses empty lists, so this is a programming error.
  if (item === undefined) throw new RangeError("an empty list where the schema promises one item");
  return item;
}
