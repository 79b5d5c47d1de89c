import { type ScaleLinear, scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import type { CastMember } from "../../extension/schema";
import { meanConfidence } from "./describe";
import { flipsOf } from "./flips";

/** Where curves are drawn, in pixels: `inset` is kept free left and right, `top` and `bottom` above and below. */
export interface Box {
  readonly width: number;
  readonly height: number;
  readonly inset: number;
  readonly top: number;
  readonly bottom: number;
}

/** A value in [0, 1] for each frame; undefined where the frame has none. */
export type Series = readonly (number | undefined)[];

export interface Scales {
  /** From a frame's index to its x. */
  readonly x: ScaleLinear<number, number>;
  /** From a value in [0, 1] to its y; 1 is at the top. */
  readonly y: ScaleLinear<number, number>;
}

/** The scales of `count` frames in `box`. */
export function scalesOf(count: number, box: Box): Scales {
  const right = Math.max(box.inset, box.width - box.inset);
  const floor = Math.max(box.top, box.height - box.bottom);
  return {
    x: scaleLinear([0, Math.max(1, count - 1)], [box.inset, right]).clamp(true),
    y: scaleLinear([0, 1], [floor, box.top]).clamp(true),
  };
}

/** The frame whose x is nearest to `x`. */
export function frameAt(x: number, count: number, box: Box): number {
  if (count < 2 || box.width <= 2 * box.inset) return 0;
  return Math.round(scalesOf(count, box).x.invert(x));
}

/** An SVG path through the values that there are. */
export function linePath(values: Series, { x, y }: Scales): string {
  const path = line<number | undefined>()
    .defined((value) => value !== undefined)
    .x((_, index) => short(x(index)))
    .y((value) => short(y(value ?? 0)));
  return path([...values]) ?? "";
}

/** The area between the values and 0 as an SVG path. */
export function areaPath(values: Series, { x, y }: Scales): string {
  const path = area<number | undefined>()
    .defined((value) => value !== undefined)
    .x((_, index) => short(x(index)))
    .y0(short(y(0)))
    .y1((value) => short(y(value ?? 0)));
  return path([...values]) ?? "";
}

function short(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}

/** What is drawn of one candidate's frames. */
export interface Curves {
  /** Normalised edit distance to the final code. */
  readonly distance: Series;
  readonly confidence: Series;
  /** Share of the canvas that changed since the frame before. */
  readonly flips: Series;
}

/** The curves of `history`, one value per frame. */
export function curvesOf({ frames }: CastMember): Curves {
  return {
    distance: frames.map((frame) => frame.editDistance ?? undefined),
    confidence: frames.map(meanConfidence),
    flips: frames.map((frame, at) =>
      at === 0 ? undefined : flipsOf(frames[at - 1], frame).length / Math.max(1, frame.tokens.length),
    ),
  };
}

/** The indices to label among `count` marks when `fit` labels have room: first and last always, evenly between. */
export function labelledMarks(count: number, fit: number): readonly number[] {
  if (count <= 0) return [];
  const every = Math.max(1, Math.ceil((count - 1) / Math.max(1, fit - 1)));
  const last = count - 1;
  const marks = Array.from({ length: count }, (_, index) => index).filter((index) => index % every === 0);
  // The last mark stands in for one that would crowd it.
  while (marks.length > 1 && last - (marks.at(-1) ?? 0) < every) marks.pop();
  return last > 0 ? [...marks.filter((index) => index !== last), last] : marks;
}
