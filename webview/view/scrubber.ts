import { describeFrame, frameOf, historyOf, isStart, labelledMarks, type Playback } from "../model";
import { words } from "../words";
import type { Component, Dispatch } from "./component";
import { html } from "./dom";

/** Room for one label of the axis, in pixels. */
const LABEL = 44;

/** The clock's slider, one stop per frame, with step numbers below. */
export function createScrubber(dispatch: Dispatch): Component {
  const range = html("input", { type: "range", class: "scrubber", min: "0", step: "1", "aria-label": words.scrubber });
  const axis = html("div", { class: "axis", "aria-hidden": "true" });
  const element = html("div", { class: "scrub" }, range, axis);
  let shown: Playback | undefined;
  const label = (): void => {
    if (!shown) return;
    const { frames } = historyOf(shown.state);
    const marks = labelledMarks(frames.length, Math.floor(axis.clientWidth / LABEL)).map((index) => {
      const frame = frames[index];
      const number = frame?.step ? String(frame.step) : words.axisLast;
      const mark = html("span", {}, frame && isStart(frame) ? words.axisStart(frame.t) : number);
      mark.style.setProperty("--at", String(frames.length > 1 ? index / (frames.length - 1) : 0));
      return mark;
    });
    axis.replaceChildren(...marks);
  };
  range.addEventListener("input", () => dispatch({ type: "seek", frame: range.valueAsNumber }));
  new ResizeObserver(label).observe(axis);
  return {
    element,
    update(now, before) {
      shown = now;
      if (now.state === before?.state) return;
      const history = historyOf(now.state);
      const last = history.frames.length - 1;
      range.max = String(last);
      range.value = String(now.state.frame);
      range.setAttribute("aria-valuetext", describeFrame(frameOf(now.state), history));
      range.style.setProperty("--progress", String(last > 0 ? now.state.frame / last : 1));
      if (historyOf(now.state) !== (before && historyOf(before.state))) label();
    },
  };
}
