import { LANGUAGE_IDS, type LanguageId, type PublishedRecord, type TopFigures } from "../../../../extension/schema";
import { type Entry, type Evidence, entriesOf } from "../evidence";
import { publishedValue, sourcesOf } from "../published";
import type { Section } from "../section";
import {
  evalCommand,
  languageName,
  missing,
  notesOf,
  orDash,
  percent,
  recordFlags,
  table,
  testSetText,
  whole,
} from "../text";

/** The released model beside retrieval and beside what has been published. */
export function mainSection(evidence: Evidence): Section {
  const shipped = entriesOf(evidence, "shipped");
  const blocks = LANGUAGE_IDS.flatMap((language) => {
    const own = shipped.filter((entry) => entry.language === language);
    const published = evidence.published.filter((each) => each.language === language && hasTop(each));
    if (own.length + published.length === 0) return [];
    const rows = [
      ...own.flatMap((entry) => measuredRows(entry)),
      ...published.map((each) => publishedRow(each, language)),
    ];
    return [`### ${languageName(language)}`, table(headOf(language), rows), ...notesOf(own), ...sourcesOf(published)];
  });
  const commands = [
    evalCommand(`--embedding --gradual ${recordFlags("shipped", "codefusion-small")}`),
    evalCommand(`--baseline retrieval --baseline-data PAIRS.jsonl.gz ${recordFlags("shipped", "retrieval")}`),
  ];
  return {
    title: "The released model",
    blocks: [
      "The share of utterances with a match among the first 1, 3 and 5 candidates, in per cent: equal templates for Bash, equal rules or equally formatted cells for CF rules, equal syntax trees for Python. _Published_ rows are other people's figures, from other data: read what differs below each table.",
      ...(shipped.length === 0 ? missing("the released model and the retrieval floor", ...commands) : []),
      ...blocks,
    ],
  };
}

const hasTop = ({ figures }: PublishedRecord) => figures.top1 !== undefined || figures.top5 !== undefined;

function headOf(language: LanguageId): string[] {
  const more = language === "python" ? ["BLEU-4", "chrF"] : [];
  return ["system", "test set", "n", "top-1", "top-3", "top-5", "exact top-1", "exact top-5", ...more, "ms each"];
}

const tops = ({ top1, top3, top5 }: TopFigures) => [top1, top3, top5].map(percent);

function measuredRows({ record, language, figures }: Entry): string[][] {
  const { withTable, withoutTable, bleu4, chrF, msPerUtterance } = figures;
  const texts =
    language === "python" ? [bleu4, chrF].map((value) => orDash(value === undefined ? undefined : percent(value))) : [];
  const exact = [figures.exactTop1, figures.exactTop5].map(percent);
  const time = orDash(msPerUtterance === undefined ? undefined : whole(msPerUtterance));
  const rows = [
    [record.system, testSetText(record.testSet), whole(figures.n), ...tops(figures), ...exact, ...texts, time],
  ];
  for (const [name, part] of [
    ["beside a table", withTable],
    ["without a table", withoutTable],
  ] as const)
    if (part) rows.push([`– ${name}`, "", whole(part.n), ...(part.n === 0 ? ["–", "–", "–"] : tops(part)), "", "", ""]);
  return rows;
}

function publishedRow({ system, figures, approximate }: PublishedRecord, language: LanguageId): string[] {
  const shown = (["top1", "top3", "top5"] as const).map((name) => publishedValue(figures, approximate, name));
  const rest = headOf(language)
    .slice(6)
    .map(() => "–");
  return [`${system} _(published)_`, "the paper's", "–", ...shown, ...rest];
}
