import type { Evidence, SectionId } from "./evidence";
import type { Chart, Section } from "./section";
import { SECTIONS } from "./sections";

/** The report as text, and the figures that it shows. */
export interface Report {
  readonly markdown: string;
  readonly charts: readonly Chart[];
}

const DEFINITIONS = "what-each-figure-means";

/**
 * The report that some evidence gives; nothing else goes into it.
 * @param figures folder of the figures, as a link from the report
 */
export function buildReport(evidence: Evidence, figures: string): Report {
  const ids = Object.keys(SECTIONS) as SectionId[];
  const sections = ids.map((id) => withReading(SECTIONS[id](evidence), evidence.readings[id]));
  const head = [
    "# Evaluation",
    `Measured by \`lab eval\` over the pipeline that the editor uses; [what each figure means](#${DEFINITIONS}) is at the end. This page is written by \`lab eval report\` from the records in \`models/evaluation/records/\`: change those, not the page.`,
  ];
  const numbered = sections.map((section, index) => sectionText(section, index, sections.length, figures));
  return {
    markdown: `${[...head, ...numbered.flat()].join("\n\n")}\n`,
    charts: sections.flatMap(({ charts = [] }) => charts),
  };
}

/** The section with what a person reads in its figures behind them. */
function withReading(section: Section, paragraphs: readonly string[] = []): Section & { readonly reading: string[] } {
  const [first, ...more] = paragraphs;
  return { ...section, reading: first === undefined ? [] : [`**What it says.** ${first}`, ...more] };
}

/** The definitions, which come last, have no number: their heading is linked to. */
function sectionText(
  { title, blocks, charts = [], reading }: Section & { readonly reading: string[] },
  index: number,
  all: number,
  figures: string,
): string[] {
  const heading = index === all - 1 ? `## ${title}` : `## ${index + 1}. ${title}`;
  const shown = charts.flatMap((chart) => [
    `![${chart.title}](${figures}/${chart.name}.svg)`,
    chart.texts.map((text) => `- ${text}`).join("\n"),
  ]);
  return [heading, ...blocks, ...shown, ...reading];
}
