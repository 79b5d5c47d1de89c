import type { TopLevelSpec } from "vega-lite";

/** One point of a chart. */
export interface Point {
  /** What belongs side by side: a panel. */
  readonly panel: string;
  readonly series: string;
  readonly x: number | string;
  /** A fraction of 1. */
  readonly y: number;
}

export interface Axes {
  readonly title: string;
  readonly x: string;
  readonly y: string;
}

const WIDTH = 320;
const HEIGHT = 220;
/** Characters of a panel's title that fit its width. */
const TITLE_LENGTH = 46;

/** Lines with marks, one panel for each ground; series differ by shape as well as by colour. */
export function lines(points: readonly Point[], axes: Axes, scale: "log2" | "linear"): TopLevelSpec {
  return {
    ...frameOf(axes),
    concat: panelsOf(points).map(({ own, panel }) => ({
      ...panel,
      mark: { type: "line", point: { size: 60 }, strokeWidth: 2 },
      encoding: {
        x: {
          ...{ field: "x", type: "quantitative", title: axes.x },
          scale: { ...(scale === "log2" && { type: "log", base: 2 }), nice: false, padding: 12 },
          axis: { values: [...new Set(own.map(({ x }) => Number(x)))].sort((a, b) => a - b), format: "d" },
        },
        y: shareOf(axes),
        color: SERIES,
        shape: SERIES,
      },
    })),
  };
}

/** Bars side by side, one panel for each ground, a group for each x. */
export function bars(points: readonly Point[], axes: Axes): TopLevelSpec {
  return {
    ...frameOf(axes),
    concat: panelsOf(points).map(({ panel }) => ({
      ...panel,
      mark: "bar",
      encoding: {
        x: { field: "x", type: "nominal", title: axes.x, sort: null, axis: { labelAngle: -30, labelLimit: 160 } },
        xOffset: { field: "series", sort: null },
        y: shareOf(axes),
        color: SERIES,
      },
    })),
  };
}

const SERIES = { field: "series", type: "nominal", title: null, sort: null } as const;

const frameOf = ({ title }: Axes) => ({ title, columns: 2, resolve: { scale: { y: "shared" } } }) as const;

const shareOf = ({ y }: Axes) =>
  ({
    field: "y",
    type: "quantitative",
    title: y,
    scale: { zero: true, nice: true },
    axis: { format: ".0%" },
  }) as const;

function panelsOf(points: readonly Point[]) {
  return [...new Set(points.map(({ panel }) => panel))].map((title) => {
    const own = points.filter(({ panel }) => panel === title);
    const text = wrapped(title);
    return {
      own,
      panel: {
        title: { text, fontSize: 13, offset: 8 },
        data: { values: own.map((point) => ({ ...point })) },
        width: WIDTH,
        height: HEIGHT,
      },
    };
  });
}

/** Lines that fit above a panel; a longer word has its own. */
function wrapped(title: string): string[] {
  const lines = title.match(new RegExp(`(?:\\S{${TITLE_LENGTH},}|.{1,${TITLE_LENGTH}})(?:\\s|$)`, "g"));
  return (lines ?? [title]).map((line) => line.trim());
}
