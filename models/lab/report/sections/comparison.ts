import { bars, type Point } from "../charts";
import { type Entry, type Evidence, entriesOf } from "../evidence";
import type { Chart, Section } from "../section";
import { evalCommand, groundOf, missing, notesOf, orDash, percent, recordFlags, table, whole } from "../text";

/** Other systems trained on the same data with the same compute. */
export function comparisonSection(evidence: Evidence): Section {
  const entries = entriesOf(evidence, "comparison");
  const title = "Systems at equal compute";
  if (entries.length === 0) {
    const rest = `--samples SAMPLES.jsonl.gz --tokenizers FOLDER --training TRAINING.json ${recordFlags("comparison", "NAME")}`;
    return { title, blocks: missing("systems trained on the same data with the same compute", evalCommand(rest)) };
  }
  const head = ["system", "test set", "configuration", "parameters", "examples seen", "n"];
  const figureHead = ["top-1", "top-3", "top-5", "valid, first", "valid, all"];
  return {
    title,
    blocks: [
      "What else the same data, the same size and as many examples give. Every system's samples go through the product's own chain: slots put back, validated, de-duplicated, ranked.",
      table([...head, ...figureHead], entries.map(rowOf), 3),
      ...notesOf(entries),
    ],
    charts: [chartOf(entries)],
  };
}

function rowOf(entry: Entry): string[] {
  const { record, figures } = entry;
  const { training } = record;
  const { top1, top3, top5, validTop1Raw, validRaw } = figures;
  return [
    record.system,
    groundOf(entry),
    orDash(training?.configuration),
    orDash(training && whole(training.parameters)),
    orDash(training && whole(training.examples)),
    whole(figures.n),
    ...[top1, top3, top5, validTop1Raw, validRaw].map(percent),
  ];
}

function chartOf(entries: readonly Entry[]): Chart {
  const points = entries.flatMap((entry): Point[] => {
    const at = { panel: groundOf(entry), x: entry.record.system };
    return [
      { ...at, series: "top-1", y: entry.figures.top1 },
      { ...at, series: "top-5", y: entry.figures.top5 },
    ];
  });
  const texts = [...new Set(entries.map(groundOf))].map((ground) => {
    const own = entries.filter((entry) => groundOf(entry) === ground);
    const order = own.sort((a, b) => b.figures.top5 - a.figures.top5);
    return `${ground}: by top-5, ${order.map(({ record, figures }) => `${record.system} ${percent(figures.top5)}`).join(", ")}.`;
  });
  const title = "Top-1 and top-5 of systems at equal compute";
  return {
    ...{ name: "comparison", title, texts },
    spec: bars(points, { title, x: "system", y: "utterances with a match" }),
  };
}
