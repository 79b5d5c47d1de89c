import type { Action, Playback } from "../model";

/** A part of the page that draws what the clock shows. */
export interface Component {
  readonly element: HTMLElement;
  /** @param before what was drawn last; undefined the first time */
  update(now: Playback, before: Playback | undefined): void;
}

export type Dispatch = (action: Action) => void;

/** Whether another frame, candidate or view is shown than before. */
export function moved(now: Playback, before: Playback | undefined): boolean {
  return now.state !== before?.state;
}

/** Whether another candidate, or another set of them, is shown than before. */
export function recast(now: Playback, before: Playback | undefined): boolean {
  return now.state.candidates !== before?.state.candidates || now.state.selected !== before.state.selected;
}
