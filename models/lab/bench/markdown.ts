import type { Chart } from "../report/section";
import { orDash, percent, table, whole } from "../report/text";
import { PHASES } from "./measured";
import type { BenchReport } from "./schema";
import type { Spread } from "./statistics";

/** The page of a report. */
export function markdownOf(report: BenchReport, charts: readonly Chart[], figures: string): string {
  const shown = (name: string) =>
    charts
      .filter((chart) => chart.name === name)
      .flatMap(({ title, texts }) => [
        `![${title}](${figures}/${name}.svg)`,
        texts.map((text) => `- ${text}`).join("\n"),
      ]);
  const blocks = [
    ...head(report),
    "## Time of a request",
    ...pipelineBlocks(report),
    ...shown("phases"),
    ...comparisonBlocks(report),
    "## N beside its own matrix products",
    ...rooflineBlocks(report),
    "## Others on the same machine, in the same run",
    ...otherBlocks(report),
    "## What costs what",
    ...costBlocks(report),
    "## Steps: quality against time",
    ...paretoBlocks(report),
    ...shown("pareto"),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function head({ machine, questions, quick, seconds, providers }: BenchReport): string[] {
  const { cpu, cores, threads, memoryGiB, platform, node, load } = machine;
  const asked = Object.entries(questions).map(([language, many]) => `${many} ${language}`);
  const left = providers.flatMap(({ provider, reason }) => (reason === undefined ? [] : [`${provider} (${reason})`]));
  return [
    "# Bench",
    "Written by `npm run bench`, which measures all of it in one run; change the code, not the page. **Times are those of this machine, in this run; what can be carried further are the ratios**, whose two sides were measured by turns.",
    [
      `- Machine: ${cpu}, ${cores} cores${threads === undefined ? "" : ` (${threads} threads for the model)`}, ${memoryGiB} GiB, ${platform}, Node ${node}`,
      `- Load of the machine (average of a minute): ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after${load.before > 0.5 ? "; **it was busy with other work**, so the times are longer than on an idle one" : ""}`,
      `- Requests: ${asked.join(", ")}; five candidates, seed 7; ${quick ? "--quick, " : ""}${whole(seconds)} s in all`,
      ...(left.length > 0 ? [`- Providers that cannot work here, and are unmeasured: ${left.join(", ")}`] : []),
    ].join("\n"),
    "A time is the median, with the quartiles in brackets.",
  ];
}

const spread = ({ median, quartiles: [low, high] }: Spread): string =>
  `${whole(median)} [${whole(low)}–${whole(high)}]`;
const ratio = ({ median, quartiles: [low, high] }: Spread): string =>
  `${median.toFixed(2)} [${low.toFixed(2)}–${high.toFixed(2)}]`;

function pipelineBlocks({ pipeline }: BenchReport): string[] {
  const head = [
    "build",
    "provider",
    "state",
    "first row, ms",
    "five rows, ms",
    "all done, ms",
    "host, MiB",
    "child, MiB",
  ];
  const rows = pipeline.map(({ build, provider, state, firstRow, allRows, total, memory }) => [
    ...[build, provider, state],
    ...[firstRow, allRows, total].map(spread),
    ...[whole(memory.host), orDash(memory.child === undefined ? undefined : whole(memory.child))],
  ]);
  const phases = pipeline.map(({ build, provider, state, phases, step }) => [
    ...[build, provider, state],
    ...PHASES.map((phase) => whole(phases[phase])),
    step.toFixed(1),
  ]);
  return [
    "Cold is the first request of a process: the model is read, the examples are indexed, the child is started. The first row is the first candidate that a list can show; _five rows_ is when as many are there as were asked for (or all there are), and _all done_ when nothing better can come.",
    table(head, rows, 3),
    "The same by phase, medians: what the host does before the child is asked (_open_), the child's start, E, recall, N, D, and judging and ranking. A moment in which two things go on counts for the child.",
    table(["build", "provider", "state", ...PHASES.map((phase) => `${phase}, ms`), "N, ms a step"], phases, 3),
  ];
}

function comparisonBlocks({ comparisons, differing }: BenchReport): string[] {
  if (comparisons.length === 0) return [];
  const rows = comparisons.map(({ provider, state, language, firstRow, allRows, total }) => [
    ...[provider, state, language],
    ...[firstRow, allRows, total].map(ratio),
  ]);
  const same =
    differing.length === 0
      ? "Both gave the same candidates for every request."
      : `They gave other candidates for ${differing.length} requests: ${differing.join("; ")}.`;
  return [
    "This build by the other one, by turns (below 1: this one is sooner):",
    table(["provider", "state", "language", "first row", "five rows", "all done"], rows, 3),
    same,
  ];
}

function rooflineBlocks({ roofline }: BenchReport): string[] {
  const rows = roofline.map(({ samples, n, s, step, products, share, gflops }) => [
    `${samples} × ${n} (+ ${s})`,
    ...[step, products].map(spread),
    `${percent(share.median)} % [${percent(share.quartiles[0])}–${percent(share.quartiles[1])}]`,
    gflops.toFixed(0),
  ]);
  return [
    "A step of N multiplies the positions of its canvases with its weights, and can never be faster than these matrix products alone, which run here as a graph of nothing else, in the same runtime with the same threads.",
    table(
      ["samples × canvas (+ states of E)", "N, ms a step", "products, ms", "share", "GFLOP/s of the products"],
      rows,
      1,
    ),
  ];
}

function otherBlocks({ autoregressive: ar, served }: BenchReport): string[] {
  const rows = [
    ["autoregressive, greedy", spread(ar.greedy), `${ar.firstRowByGreedy.toFixed(2)} (our first row)`],
    ["autoregressive, 5 samples", spread(ar.five), `${ar.allRowsByFive.toFixed(2)} (our five rows)`],
    ...(served
      ? [
          [
            "llama.cpp, SmolLM2-135M, 1 program",
            spread(served.one),
            `${served.firstRowByOne.toFixed(2)} (our first row)`,
          ],
          [
            "llama.cpp, SmolLM2-135M, 5 programs",
            spread(served.five),
            `${served.allRowsByFive.toFixed(2)} (our five rows)`,
          ],
        ]
      : []),
  ];
  return [
    `The autoregressive decoder has ${(ar.parameters / 1e6).toFixed(1)} M parameters (as many as N and D), a cache of keys and values, and the same runtime and threads; it writes ${ar.tokens} tokens, the median length of our samples, after E read ${ar.s} positions (E is counted for both). Its weights are **not trained**: the row says how long writing takes, nothing of what is written, and nothing is judged, ranked or recalled. A served model writes as many tokens of its own, unjudged too.`,
    table(["peer", "ms", "ours by theirs (below 1: ours is sooner)"], rows, 1),
    ...(served ? [] : ["_llama.cpp was not measured: `npm run servers -- llamacpp` installs it._"]),
  ];
}

function costBlocks({ cost: { fit, varied } }: BenchReport): string[] {
  const { position = 0, step = 0 } = fit.costs;
  return [
    `Time of N = ${fit.constant.toFixed(1)} ms + ${(1000 * position).toFixed(1)} µs × positions denoised + ${step.toFixed(2)} ms × steps; least squares over ${fit.points} calls (${varied}), R² = ${fit.r2.toFixed(3)}. Positions denoised are samples × canvas length × steps: the cost is linear in them.`,
  ];
}

function paretoBlocks({ pareto }: BenchReport): string[] {
  const rows = pareto.map(({ language, steps, top5, total }) => [
    ...[language, String(steps)],
    ...[orDash(top5 === undefined ? undefined : percent(top5)), spread(total)],
  ]);
  return [
    "top-5 in per cent is that of the evaluation records (`models/evaluation/records/steps-*`, a part of `pairs-valid`); the time of a request is measured here. Samples that start from a remembered example take four steps whatever T is.",
    table(["language", "T", "top-5", "ms"], rows, 1),
  ];
}
