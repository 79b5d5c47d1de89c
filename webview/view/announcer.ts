import { describeFrame, frameOf, historyOf, type Playback } from "../model";
import { throttle } from "../throttle";
import { words } from "../words";
import type { Component } from "./component";
import { html } from "./dom";

/** At most one announcement in this time, in ms: a screen reader cannot follow every frame of a play. */
const EVERY = 1500;

/** Says to a screen reader what the scrubber does not: playing, pausing, another candidate. */
export function createAnnouncer(): Component {
  const element = html("div", { class: "unseen", role: "status", "aria-live": "polite" });
  const say = throttle<string>(EVERY, (text) => {
    element.textContent = text;
  });
  return {
    element,
    update(now, before) {
      const text = announcement(now, before);
      if (text) say(text);
    },
  };
}

function announcement(now: Playback, before: Playback | undefined): string | undefined {
  if (!before) return undefined;
  const { state } = now;
  const frame = describeFrame(frameOf(state), historyOf(state));
  if (state.selected !== before.state.selected) {
    return words.selected(state.selected + 1, state.candidates.length, frame);
  }
  if (before.playing && !now.playing) return words.paused(frame);
  if (now.playing && state !== before.state) return frame;
  // With the focus elsewhere than on the scrubber, a step by key would otherwise be silent.
  const onScrubber = document.activeElement?.classList.contains("scrubber") ?? false;
  return state !== before.state && !onScrubber ? frame : undefined;
}
