import type { TopLevelSpec } from "vega-lite";
import type { Chart } from "../report/section";
import { PHASES } from "./measured";
import type { BenchReport } from "./schema";

const SIZE = { width: 520, height: 220 };
const name = { field: "who", type: "nominal", title: null, sort: null } as const;

/** The page's figures. */
export function chartsOf(report: BenchReport): Chart[] {
  return [phasesChart(report), paretoChart(report)];
}

function phasesChart({ pipeline }: BenchReport): Chart {
  const title = "Where the time of a request goes";
  const values = pipeline.flatMap(({ build, provider, state, phases }) =>
    PHASES.map((phase, order) => ({ who: `${build}, ${provider}, ${state}`, phase, order, ms: phases[phase] })),
  );
  const spec: TopLevelSpec = {
    title,
    width: SIZE.width,
    data: { values },
    mark: "bar",
    encoding: {
      y: { ...name, axis: { labelLimit: 220 } },
      x: { field: "ms", type: "quantitative", title: "ms, medians by phase" },
      color: { field: "phase", type: "nominal", title: null, sort: [...PHASES] },
      order: { field: "order" },
    },
  };
  const texts = pipeline.map(({ build, provider, state, phases }) => {
    const most = [...PHASES].sort((a, b) => phases[b] - phases[a])[0] ?? "N";
    return `${build}, ${provider}, ${state}: most of it is ${most}.`;
  });
  return { name: "phases", title, texts, spec };
}

function paretoChart({ pareto }: BenchReport): Chart {
  const title = "top-5 on pairs-valid against time, T = 1 … 32";
  const values = pareto.flatMap(({ language, steps, top5, total }) =>
    top5 === undefined ? [] : [{ who: language, steps: `T = ${steps}`, ms: total.median, top5 }],
  );
  const x = { field: "ms", type: "quantitative", title: "ms a request, warm", scale: { type: "log" } } as const;
  const y = { field: "top5", type: "quantitative", title: "top-5", axis: { format: ".0%" } } as const;
  const spec: TopLevelSpec = {
    title,
    ...SIZE,
    data: { values },
    layer: [
      { mark: { type: "line", point: { size: 60 } }, encoding: { x, y, color: name, shape: name } },
      { mark: { type: "text", dy: -10, fontSize: 11 }, encoding: { x, y, text: { field: "steps" }, color: name } },
    ],
  };
  const texts = [...new Set(values.map(({ who }) => who))].map((language) => {
    const told = values.filter(({ who }) => who === language);
    const best = told.reduce((a, b) => (b.top5 > a.top5 ? b : a));
    return `${language}: most at ${best.steps}; ${told.map(({ steps, top5 }) => `${(100 * top5).toFixed(1)} at ${steps}`).join(", ")}.`;
  });
  return { name: "pareto", title, texts, spec };
}
