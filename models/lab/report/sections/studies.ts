import type { RecordSettings } from "../../../../extension/schema";
import { type Entry, type Evidence, entriesOf } from "../evidence";
import type { Section } from "../section";
import { evalCommand, groundOf, missing, notesOf, orDash, percent, recordFlags, table, whole } from "../text";

/** Choices of ranking and decoding, made on validation rows. */
export function studiesSection(evidence: Evidence): Section {
  const ranking = entriesOf(evidence, "ranking");
  const decoding = entriesOf(evidence, "decoding");
  const used = entriesOf(evidence, "shipped").find(({ record }) => record.settings.steps !== undefined)?.record
    .settings;
  const judge = evalCommand(
    `--samples SAMPLES.jsonl.gz --tokenizers MODEL --ranking RANKING ${recordFlags("ranking", "codefusion-small")}`,
  );
  const sweep = evalCommand(`--temperature 0.7 ${recordFlags("decoding", "codefusion-small")}`);
  return {
    title: "Ranking and decoding, on validation rows",
    blocks: [
      "Per cent. Every ranking is measured on the same samples. What is in use is marked; the choice was made here, on validation rows, not on a test set.",
      "### Ranking",
      ...(ranking.length === 0
        ? missing("rankings on one set of samples", evalCommand("--write-samples SAMPLES.jsonl.gz"), judge)
        : [
            studyTable(
              ranking,
              ({ ranking: name }) => orDash(name),
              ({ ranking: name }) => name === (used?.ranking ?? "consensus"),
            ),
          ]),
      ...notesOf(ranking),
      "### Decoding",
      ...(decoding.length === 0
        ? missing("decoding settings", sweep)
        : [
            studyTable(
              decoding,
              settingsText,
              (settings) => used !== undefined && settingsText(settings) === settingsText(used),
            ),
          ]),
      ...notesOf(decoding),
    ],
  };
}

function studyTable(
  entries: readonly Entry[],
  text: (settings: RecordSettings) => string,
  inUse: (settings: RecordSettings) => boolean,
): string {
  const rows = entries.map((entry) => {
    const { record, figures } = entry;
    const { top1, top3, top5, validRaw, diversity, msPerUtterance: ms } = figures;
    const mark = inUse(record.settings) ? " **(in use)**" : "";
    const shown = [...[top1, top3, top5, validRaw].map(percent), diversity.unique.toFixed(2)];
    return [
      record.system,
      `${text(record.settings)}${mark}`,
      groundOf(entry),
      whole(figures.n),
      ...shown,
      orDash(ms === undefined ? undefined : whole(ms)),
    ];
  });
  const head = ["system", "setting", "rows", "n", "top-1", "top-3", "top-5", "valid, all", "distinct", "ms each"];
  return table(head, rows, 3);
}

/** Decoding settings in one line. */
function settingsText({ steps, guidance, temperature, oversampling, buckets, recall }: RecordSettings): string {
  const parts = [
    steps !== undefined && `T ${steps}`,
    guidance !== undefined && `guidance ${guidance}`,
    temperature !== undefined && `temperature ${temperature}`,
    oversampling !== undefined && `${oversampling} samples each`,
    buckets !== undefined && `${buckets} buckets`,
    recall ? `${recall.examples} examples from t ${recall.time}` : "no examples",
  ];
  return parts.filter((part) => part !== false).join(", ");
}
