import type { EvaluationRecord, GradualStep } from "../../../../extension/schema";
import { lines, type Point } from "../charts";
import type { Evidence } from "../evidence";
import type { Chart, Section } from "../section";
import { evalCommand, missing, percent, recordFlags, table, testSetText, whole } from "../text";

/** Candidates that took the same steps: those from noise take all of T, those from an example the last ones. */
interface Way {
  readonly record: EvaluationRecord;
  readonly name: string;
  /** The first step taken first. */
  readonly steps: readonly GradualStep[];
}

/** How candidates come out of the noise, step by step. */
export function gradualSection({ records }: Evidence): Section {
  const title = "Gradual improvement";
  const ways = records.flatMap(waysOf);
  if (ways.length === 0) {
    const command = evalCommand(`--gradual ${recordFlags("shipped", "codefusion-small")}`);
    return { title, blocks: missing("how candidates approach their final code", command) };
  }
  const rows = ways.flatMap((way) =>
    way.steps.map(({ step, n, distance, confidence, valid }) => [
      panelOf(way),
      step === 0 ? "final code" : `step ${step}`,
      whole(n),
      distance.toFixed(3),
      confidence.toFixed(3),
      percent(valid),
    ]),
  );
  return {
    title,
    blocks: [
      "Every step's predicted program decoded and compared with the final code of its sample, over the samples that became candidates. Steps count down to 1; then the final code stands as it is offered.",
      table(["candidates", "at", "n", "edit distance to the final code", "confidence", "valid, per cent"], rows),
    ],
    charts: [chartOf(ways)],
  };
}

function waysOf(record: EvaluationRecord): Way[] {
  const steps = record.gradual ?? [];
  return [...new Set(steps.map(({ of }) => of))].map((of) => {
    const own = steps.filter((step) => step.of === of).sort((a, b) => b.step - a.step);
    const first = own[0]?.step ?? of;
    return { record, name: first === of ? "from noise" : `from examples (last ${first} of ${of} steps)`, steps: own };
  });
}

const panelOf = ({ record, name }: Way) => `${record.system}, ${testSetText(record.testSet)}, ${name}`;

function chartOf(ways: readonly Way[]): Chart {
  const points = ways.flatMap((way) => {
    const first = way.steps[0]?.step ?? 0;
    return way.steps.flatMap(({ step, distance, confidence }): Point[] => {
      const at = { panel: panelOf(way), x: first - step };
      return [
        { ...at, series: "edit distance", y: distance },
        { ...at, series: "confidence", y: confidence },
      ];
    });
  });
  const title = "Distance to the final code by denoising step";
  return {
    ...{ name: "gradual", title, texts: ways.map(tell) },
    spec: lines(points, { title, x: "steps after the first one", y: "distance; confidence" }, "linear"),
  };
}

function tell(way: Way): string {
  const [first] = way.steps;
  const last = way.steps.filter(({ step }) => step > 0).at(-1);
  if (!first || !last) return "";
  const halved = way.steps.find(({ distance }) => distance <= first.distance / 2);
  const half = halved
    ? `, and half of the first distance is gone by ${halved.step === 0 ? "the final code" : `step ${halved.step}`}`
    : "";
  const valid = `valid frames go from ${percent(first.valid)} to ${percent(last.valid)} per cent`;
  return `${panelOf(way)}: the distance falls from ${first.distance.toFixed(2)} at step ${first.step} to ${last.distance.toFixed(2)} at step ${last.step}${half}; ${valid}.`;
}
