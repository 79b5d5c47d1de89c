/** Where a curve is drawn, in pixels: `inset` is kept free left and right, `top` and `bottom` above and below. */
export interface Box {
  readonly width: number;
  readonly height: number;
  readonly inset: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The x of frame `index` of `count`: the first at the left inset, the last at the right one. */
export function frameX(index: number, count: number, box: Box): number {
  const span = Math.max(0, box.width - 2 * box.inset);
  return box.inset + (count > 1 ? (span * index) / (count - 1) : 0);
}

/** One point per value in [0, 1]; 1 is at the top. */
export function curvePoints(values: readonly number[], box: Box): readonly Point[] {
  const span = Math.max(0, box.height - box.top - box.bottom);
  return values.map((value, index) => ({
    x: frameX(index, values.length, box),
    y: box.top + span * (1 - Math.min(1, Math.max(0, value))),
  }));
}

/** The frame whose point is nearest to `x`. */
export function frameAt(x: number, count: number, box: Box): number {
  const span = box.width - 2 * box.inset;
  if (count < 2 || span <= 0) return 0;
  const index = Math.round(((x - box.inset) / span) * (count - 1));
  return Math.min(count - 1, Math.max(0, index));
}

/** An SVG path through `points`. */
export function linePath(points: readonly Point[]): string {
  return points.map(({ x, y }, index) => `${index ? "L" : "M"}${x.toFixed(2)} ${y.toFixed(2)}`).join("");
}

/** The same path closed along `baseline`, to be filled. */
export function areaPath(points: readonly Point[], baseline: number): string {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return "";
  const y = baseline.toFixed(2);
  return `${linePath(points)}L${last.x.toFixed(2)} ${y}L${first.x.toFixed(2)} ${y}Z`;
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
