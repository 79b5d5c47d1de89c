import { type Box, type Curves, curvesOf, frameAt, historyOf, type Playback, scalesOf } from "../model";
import { words } from "../words";
import type { Component, Dispatch } from "./component";
import { captionOf } from "./curve-caption";
import { drawCurves, drawPlayhead, LEVELS, levelYs } from "./curve-drawing";
import { html, svg } from "./dom";
import { otherDistances } from "./other-distances";

/** Half of the style sheet's --thumb, so that a frame's point stands above the scrubber's thumb. */
const INSET = 8;
const MARGIN = 8;

/** Edit distance, confidence and flips by step, above the scrubber and on its scale; a click or a drag seeks. */
export function createCurves(dispatch: Dispatch): Component {
  const plot = svg("svg", { class: "plot", role: "img", "aria-label": words.curves });
  const still = svg("g");
  const moving = svg("g");
  plot.append(still, moving);
  const levels = LEVELS.map((level) => html("span", { class: "level", "aria-hidden": "true" }, String(level)));
  const area = html("div", { class: "curve", title: words.curveHint }, plot, ...levels);
  const element = html("figure", {}, captionOf(), area);
  let shown: Playback | undefined;
  let curves: Curves | undefined;
  let width = 0;
  let height = 0;
  const box = (): Box => ({ width, height, inset: INSET, top: MARGIN, bottom: MARGIN });

  const drawMoving = (): void => {
    if (!shown || !curves || width === 0) return;
    const scales = scalesOf(curves.distance.length, box());
    moving.replaceChildren(...drawPlayhead(historyOf(shown.state), shown.state.frame, curves, scales, height));
  };
  const drawAll = (): void => {
    if (!shown || width === 0) return;
    const history = historyOf(shown.state);
    curves = curvesOf(history);
    const size = box();
    const scales = scalesOf(history.frames.length, size);
    plot.setAttribute("viewBox", `0 0 ${width} ${height}`);
    still.replaceChildren(...drawCurves(history, curves, otherDistances(shown.state), scales, size));
    for (const [index, y] of levelYs(scales).entries()) levels[index]?.style.setProperty("top", `${y}px`);
    drawMoving();
  };
  const seek = (event: PointerEvent): void => {
    if (!shown) return;
    const x = event.clientX - area.getBoundingClientRect().left;
    dispatch({ type: "seek", frame: frameAt(x, historyOf(shown.state).frames.length, box()) });
  };
  area.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    area.setPointerCapture(event.pointerId);
    seek(event);
  });
  area.addEventListener("pointermove", (event) => {
    if (area.hasPointerCapture(event.pointerId)) seek(event);
  });
  new ResizeObserver(() => {
    width = area.clientWidth;
    height = area.clientHeight;
    drawAll();
  }).observe(area);
  return {
    element,
    update(now, before) {
      shown = now;
      const same =
        historyOf(now.state) === (before && historyOf(before.state)) &&
        now.state.view === before?.state.view &&
        now.state.compared === before.state.compared;
      if (!same) drawAll();
      else if (now.state.frame !== before?.state.frame) drawMoving();
    },
  };
}
