import { lines, type Point } from "../charts";
import { type Entry, type Evidence, entriesOf } from "../evidence";
import type { Chart, Section } from "../section";
import { evalCommand, groundOf, missing, notesOf, orDash, percent, recordFlags, table, whole } from "../text";

/** What more denoising steps give. */
export function stepsSection(evidence: Evidence): Section {
  const title = "Quality against the number of steps T";
  const entries = entriesOf(evidence, "steps").filter(({ record }) => record.settings.steps !== undefined);
  if (entries.length === 0) {
    const loop = `for T in 1 2 4 8 16 32; do ${evalCommand(`--steps $T ${recordFlags("steps", "codefusion-small").replace("NAME", "steps-$T")}`)}; done`;
    return { title, blocks: missing("the model at T in {1, 2, 4, 8, 16, 32}", loop) };
  }
  const ordered = [...entries].sort((a, b) => groundOf(a).localeCompare(groundOf(b)) || stepsOf(a) - stepsOf(b));
  const rows = ordered.map((entry) => {
    const { record, figures } = entry;
    const { top1, top3, top5, validTop1Raw, validRaw, msPerUtterance: ms } = figures;
    const shown = [top1, top3, top5, validTop1Raw, validRaw].map(percent);
    return [
      record.system,
      groundOf(entry),
      String(stepsOf(entry)),
      whole(figures.n),
      ...shown,
      orDash(ms === undefined ? undefined : whole(ms)),
    ];
  });
  const head = ["system", "test set", "T", "n", "top-1", "top-3", "top-5", "valid, first", "valid, all", "ms each"];
  return { title, blocks: ["Per cent.", table(head, rows), ...notesOf(entries)], charts: [chartOf(ordered)] };
}

const stepsOf = ({ record }: Entry) => record.settings.steps ?? 0;
const panelOf = (entry: Entry) => `${entry.record.system}, ${groundOf(entry)}`;

function chartOf(entries: readonly Entry[]): Chart {
  const points = entries.flatMap((entry): Point[] => {
    const at = { panel: panelOf(entry), x: stepsOf(entry) };
    const { top1, top5, validRaw } = entry.figures;
    return [
      { ...at, series: "top-1", y: top1 },
      { ...at, series: "top-5", y: top5 },
      { ...at, series: "valid samples", y: validRaw },
    ];
  });
  const texts = [...new Set(entries.map(panelOf))].map((panel) => {
    const own = entries.filter((entry) => panelOf(entry) === panel);
    const best = own.reduce((a, b) => (b.figures.top5 > a.figures.top5 ? b : a));
    const told = own.map((entry) => `${percent(entry.figures.top5)} at T = ${stepsOf(entry)}`).join(", ");
    return `${panel}: top-5 is ${told}; best at T = ${stepsOf(best)}.`;
  });
  const title = "Top-1, top-5 and raw validity by the number of denoising steps";
  return {
    ...{ name: "steps", title, texts },
    spec: lines(points, { title, x: "denoising steps T", y: "share" }, "log2"),
  };
}
