import { areaPath, type Box, curvePoints, frameAt, historyOf, linePath, type Playback, type Point } from "../model";
import { words } from "../words";
import type { Component, Dispatch } from "./component";
import { html, svg } from "./dom";

/** Half of the style sheet's --thumb, so that a frame's point stands above the scrubber's thumb. */
const INSET = 8;
const MARGIN = 8;
const SMALL = 2.75;
const LARGE = 4.5;
const LEVELS = [1, 0.5, 0];

/** Edit distance to the final code by step, above the scrubber and on its scale; a click or a drag seeks. */
export function createCurve(dispatch: Dispatch): Component {
  const plot = svg("svg", { class: "plot", role: "img", "aria-label": words.curve });
  const levels = LEVELS.map((level) => html("span", { class: "level", "aria-hidden": "true" }, String(level)));
  const area = html("div", { class: "curve", title: words.curveHint }, plot, ...levels);
  const element = html("figure", {}, caption(), area);
  let shown: Playback | undefined;
  const box = (): Box => {
    const { clientWidth: width, clientHeight: height } = area;
    return { width, height, inset: INSET, top: MARGIN, bottom: MARGIN };
  };
  const draw = (): void => {
    const size = box();
    if (!shown || size.width === 0) return;
    plot.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
    plot.replaceChildren(...drawing(shown, size));
    for (const [index, level] of LEVELS.entries()) levels[index]?.style.setProperty("top", `${levelY(level, size)}px`);
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
  new ResizeObserver(draw).observe(area);
  return {
    element,
    update(now, before) {
      shown = now;
      if (now.state !== before?.state) draw();
    },
  };
}

function drawing({ state }: Playback, box: Box): SVGElement[] {
  const { frames } = historyOf(state);
  const points = curvePoints(
    frames.map((frame) => frame.editDistance),
    box,
  );
  const here = points[state.frame];
  return [
    ...LEVELS.map((level) => horizontal(levelY(level, box), box)),
    svg("path", { class: "area", d: areaPath(points, levelY(0, box)) }),
    svg("path", { class: "trace", d: linePath(points) }),
    ...(here ? [playhead(here, box)] : []),
    ...points.map((point, index) => {
      const name = dotName(frames[index]?.valid ?? false);
      return index === state.frame ? dot(point, `${name} here`, LARGE) : dot(point, name, SMALL);
    }),
  ];
}

/** What is drawn, and what the filled and the hollow points mean. */
function caption(): HTMLElement {
  const key = (valid: boolean) => {
    const mark = svg("svg", { "aria-hidden": "true", viewBox: "-4.5 -4.5 9 9" });
    mark.append(dot({ x: 0, y: 0 }, dotName(valid), SMALL));
    return html("span", {}, mark, words.validity(valid));
  };
  const keys = html("span", { class: "keys" }, key(true), key(false));
  return html("figcaption", { class: "caption" }, words.curve, keys);
}

function dotName(valid: boolean): string {
  return `dot ${valid ? "valid" : "invalid"}`;
}

function levelY(level: number, box: Box): number {
  return curvePoints([level], box)[0]?.y ?? 0;
}

function horizontal(y: number, { width }: Box): SVGElement {
  return svg("line", { class: "grid", x1: "0", x2: String(width), y1: String(y), y2: String(y) });
}

function playhead({ x }: Point, { height }: Box): SVGElement {
  return svg("line", { class: "playhead", x1: String(x), x2: String(x), y1: "0", y2: String(height) });
}

function dot({ x, y }: Point, name: string, r: number): SVGElement {
  return svg("circle", { class: name, cx: String(x), cy: String(y), r: String(r) });
}
