import type { WorthRecord } from "../../../../extension/schema";
import type { Evidence } from "../evidence";
import type { Section } from "../section";
import { missing, table } from "../text";

const HEAD = ["entry", "top-1", "top-5", "reciprocal rank", "draws that gain"];

/** What each entry of the evidence is worth on validation rows. */
export function evidenceSection({ worths }: Evidence): Section {
  return {
    title: "What the evidence is worth",
    blocks: [
      "Each entry of `extension/rank/evidence.ts` left out of what weighs the same samples: what is lost, in points of top-1 and top-5 and in hundredths of the reciprocal rank of the first hit among five, with the interval that holds nine of ten paired bootstrap draws over rows (1,000 draws). Positive: the entry helps.",
      ...(worths.length === 0
        ? missing(
            "what an entry is worth",
            "npm run --silent lab -- eval ablate --data ROWS --samples SAMPLES --tokenizers MODEL --record models/evaluation/records/evidence.json",
          )
        : worths.flatMap(blocksOf)),
    ],
  };
}

function blocksOf({ testSet, rows, top1, top5, note, worths }: WorthRecord): string[] {
  return [
    `**${testSet}**, ${rows} rows: ${top1.toFixed(1)} / ${top5.toFixed(1)} with all of it.`,
    ...(note === undefined ? [] : [note]),
    table(
      HEAD,
      worths.map((worth) => [
        worth.id,
        ...[worth.top1, worth.top5, worth.rank].map(difference),
        `${Math.round(100 * worth.certainty)} %`,
      ]),
    ),
  ];
}

const signed = (value: number) => `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(2)}`;

const difference = ({ mean, low, high }: WorthRecord["worths"][number]["rank"]) =>
  `${signed(mean)} [${signed(low)}, ${signed(high)}]`;
