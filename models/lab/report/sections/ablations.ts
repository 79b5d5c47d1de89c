import { type Entry, type Evidence, entriesOf } from "../evidence";
import { publishedValue, sourcesOf } from "../published";
import type { Section } from "../section";
import { evalCommand, groundOf, missing, notesOf, percent, recordFlags, table, whole } from "../text";

/** The name of the system that nothing is taken from. */
const FULL = "full";

/** What each part of the system is worth. */
export function ablationsSection(evidence: Evidence): Section {
  const entries = entriesOf(evidence, "ablation");
  const published = evidence.published.filter(({ figures }) => figures.change !== undefined);
  const command = evalCommand(`--samples SAMPLES.jsonl.gz --tokenizers FOLDER ${recordFlags("ablation", "NAME")}`);
  const head = ["system", "test set", "n", "top-1", "top-3", "top-5", "valid, first", "distinct"];
  const publishedRows = published.map(({ system, figures, approximate }) => [
    `${system} _(published)_`,
    publishedValue(figures, approximate, "change").replace("-", "−"),
  ]);
  return {
    title: "Ablations",
    blocks: [
      `Per cent; in brackets the difference to the full system (recorded as \`${FULL}\`) on the same rows, in points.`,
      ...(entries.length === 0
        ? missing(`variants with one part taken away, and the full system as \`${FULL}\``, command)
        : [
            table(
              head,
              entries.map((entry) => rowOf(entry, entries)),
            ),
          ]),
      ...notesOf(entries),
      ...(publishedRows.length > 0 ? [table(["what is taken away", "change, points"], publishedRows, 1)] : []),
      ...sourcesOf(published),
    ],
  };
}

function rowOf(entry: Entry, entries: readonly Entry[]): string[] {
  const { record, figures } = entry;
  const full = entries.find((each) => each.record.system === FULL && groundOf(each) === groundOf(entry))?.figures;
  const shown = (value: number, of: number | undefined) =>
    of === undefined || record.system === FULL ? percent(value) : `${percent(value)} (${signed(value - of)})`;
  return [
    record.system,
    groundOf(entry),
    whole(figures.n),
    ...(["top1", "top3", "top5", "validTop1Raw"] as const).map((name) => shown(figures[name], full?.[name])),
    figures.diversity.unique.toFixed(2),
  ];
}

/** A difference in points with its sign. */
function signed(difference: number): string {
  const points = percent(Math.abs(difference));
  if (points === "0.0") return "±0.0";
  return `${difference < 0 ? "−" : "+"}${points}`;
}
