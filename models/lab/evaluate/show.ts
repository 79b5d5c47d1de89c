import type { Paint } from "../../../extension/cli/style";
import { LANGUAGES } from "../../../extension/languages";
import type { EvalReport, Figures, TopFigures } from "../../../extension/schema";

const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
const top = ({ top1, top3, top5 }: TopFigures) => [top1, top3, top5].map(percent).join("  ");

/** The figures as text for a person, one block per language. */
export function showFigures(report: EvalReport, paint: Paint): string {
  const blocks = Object.values(LANGUAGES).flatMap(({ id, name }) => {
    const own = report[id];
    if (own === undefined) return [];
    const rows = rowsOf(own).map(([label, value]) => `  ${label.padEnd(26)}${value}`);
    return [[`${paint("bold", name)}, ${own.n} utterances`, ...rows].join("\n")];
  });
  return `${blocks.join("\n\n")}\n`;
}

function rowsOf(figures: Figures): [string, string][] {
  const { withTable, withoutTable, diversity, bleu4, chrF } = figures;
  const rows: [string, string][] = [["top-1, top-3, top-5", top(figures)]];
  if (withTable) rows.push([`  with table (${withTable.n})`, top(withTable)]);
  if (withoutTable) rows.push([`  without table (${withoutTable.n})`, top(withoutTable)]);
  rows.push(["exact top-1, top-5", [figures.exactTop1, figures.exactTop5].map(percent).join("  ")]);
  if (bleu4 !== undefined && chrF !== undefined) rows.push(["BLEU-4, chrF", [bleu4, chrF].map(percent).join("  ")]);
  rows.push(["valid before filtering", `${percent(figures.validRaw)}, best sample ${percent(figures.validTop1Raw)}`]);
  rows.push(["distinct, 4-grams, edits", [diversity.unique, diversity.ngram4, diversity.editDistance].join("  ")]);
  if (diversity.embedding !== undefined) rows.push(["alike to the encoder", diversity.embedding.toFixed(3)]);
  if (figures.msPerUtterance !== undefined) rows.push(["time per utterance", `${figures.msPerUtterance} ms`]);
  return rows;
}
