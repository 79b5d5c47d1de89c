import type { Frame, History, TheatreState } from "../../extension/schema";

export const SPEEDS = [0.5, 1, 2, 4] as const;

/** Everything the theatre draws: what is shown, and how the clock runs. */
export interface Playback {
  readonly state: TheatreState;
  readonly playing: boolean;
  readonly speed: number;
}

export type Action =
  | { readonly type: "seek"; readonly frame: number }
  | { readonly type: "step"; readonly by: number }
  | { readonly type: "last" }
  | { readonly type: "toggle" }
  | { readonly type: "tick" }
  | { readonly type: "speed"; readonly speed: number }
  | { readonly type: "select"; readonly candidate: number }
  | { readonly type: "selectBy"; readonly by: number };

/** The clock standing at what `state` points to; indices out of range are brought to the nearest that exists. */
export function open(state: TheatreState): Playback {
  return { state: at(state, state.selected, state.frame), playing: false, speed: 1 };
}

/** What follows from `action`. Any move by hand pauses; playing from the end starts again at the first frame. */
export function reduce(now: Playback, action: Action): Playback {
  const { state } = now;
  const { frame, selected } = state;
  const last = historyOf(state).frames.length - 1;
  const paused = (to: number): Playback => ({ ...now, playing: false, state: at(state, selected, to) });
  switch (action.type) {
    case "seek":
      return paused(action.frame);
    case "step":
      return paused(frame + action.by);
    case "last":
      return paused(last);
    case "toggle":
      if (now.playing) return paused(frame);
      return { ...now, playing: last > 0, state: at(state, selected, frame >= last ? 0 : frame) };
    case "tick":
      if (!now.playing) return now;
      return { ...now, playing: frame + 1 < last, state: at(state, selected, frame + 1) };
    case "speed":
      return { ...now, speed: action.speed };
    case "select":
      return { ...now, state: at(state, action.candidate, frame) };
    case "selectBy":
      return { ...now, state: at(state, selected + action.by, frame) };
  }
}

/** How long one frame stays, in ms: a whole play takes about five seconds at speed 1. */
export function frameMs(now: Playback): number {
  const frames = historyOf(now.state).frames.length;
  return Math.min(450, Math.max(60, 5000 / frames)) / now.speed;
}

/** The selected candidate. */
export function historyOf(state: TheatreState): History {
  return state.candidates[state.selected] ?? first(state.candidates);
}

/** The frame shown. */
export function frameOf(state: TheatreState): Frame {
  const { frames } = historyOf(state);
  return frames[state.frame] ?? first(frames);
}

/** The frame before the one shown; undefined at the first. */
export function previousOf(state: TheatreState): Frame | undefined {
  return historyOf(state).frames[state.frame - 1];
}

function at(state: TheatreState, candidate: number, frame: number): TheatreState {
  const selected = clamp(candidate, state.candidates.length - 1);
  const frames = state.candidates[selected]?.frames.length ?? 1;
  return { ...state, selected, frame: clamp(frame, frames - 1) };
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
