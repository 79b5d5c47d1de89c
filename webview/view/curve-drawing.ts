import type { CastMember } from "../../extension/schema";
import { areaPath, type Box, type Curves, linePath, type Scales, type Series } from "../model";
import { svg } from "./dom";

const SMALL = 2.75;
const LARGE = 4.5;
/** Past so many frames, a point for each would be one thick line. */
const MOST_DOTS = 80;

/** The values that have a line across the plot. */
export const LEVELS = [1, 0.5, 0];

/** The y of every level. */
export function levelYs({ y }: Scales): readonly number[] {
  return LEVELS.map((level) => y(level));
}

/** What does not move with the clock. */
export function drawCurves(
  history: CastMember,
  curves: Curves,
  others: readonly Series[],
  scales: Scales,
  { width }: Box,
): SVGElement[] {
  const { frames } = history;
  const dots = frames.length <= MOST_DOTS ? frames : [];
  return [
    ...levelYs(scales).map((y) => line("grid", 0, y, width, y)),
    svg("path", { class: "flips", d: bars(curves.flips, scales) }),
    svg("path", { class: "area", d: areaPath(curves.distance, scales) }),
    ...others.map((series) => svg("path", { class: "trace other", d: linePath(series, scales) })),
    svg("path", { class: "trace confidence", d: linePath(curves.confidence, scales) }),
    svg("path", { class: "trace distance", d: linePath(curves.distance, scales) }),
    ...dots.flatMap((frame, index) => {
      const value = curves.distance[index];
      return value === undefined ? [] : [dot(scales.x(index), scales.y(value), frame.valid, SMALL)];
    }),
  ];
}

/** What moves with the clock: a line at the frame, and its values on the curves. */
export function drawPlayhead(
  history: CastMember,
  frame: number,
  curves: Curves,
  { x, y }: Scales,
  height: number,
): SVGElement[] {
  const at = x(frame);
  const distance = curves.distance[frame];
  const confidence = curves.confidence[frame];
  const valid = history.frames[frame]?.valid ?? false;
  return [
    line("playhead", at, 0, at, height),
    ...(confidence === undefined
      ? []
      : [svg("circle", { class: "mark", cx: String(at), cy: String(y(confidence)), r: "3" })]),
    ...(distance === undefined ? [] : [dot(at, y(distance), valid, LARGE, " here")]),
  ];
}

/** A point of the distance curve: filled where the code is valid, hollow where it is not. */
export function dot(x: number, y: number, valid: boolean, r: number = SMALL, more = ""): SVGElement {
  const name = `dot ${valid ? "valid" : "invalid"}${more}`;
  return svg("circle", { class: name, cx: String(x), cy: String(y), r: String(r) });
}

function bars(values: Series, { x, y }: Scales): string {
  return values
    .map((value, at) => (value ? `M${x(at).toFixed(2)} ${y(0).toFixed(2)}V${y(value).toFixed(2)}` : ""))
    .join("");
}

function line(name: string, x1: number, y1: number, x2: number, y2: number): SVGElement {
  return svg("line", { class: name, x1: String(x1), y1: String(y1), x2: String(x2), y2: String(y2) });
}
