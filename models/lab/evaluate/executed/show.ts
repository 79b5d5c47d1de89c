import type { Paint } from "../../../../extension/cli/style";
import { LANGUAGES } from "../../../../extension/languages";
import type { DoneFigures, ExecutedFigures, ExecutedReport } from "../../../../extension/schema";

const percent = (value: number) => `${(100 * value).toFixed(1)} %`.padStart(8);

/** The figures as text for a person, one block for each language of each set. */
export function showExecuted(report: ExecutedReport, paint: Paint): string {
  const blocks = Object.entries(report).flatMap(([set, languages]) =>
    Object.values(LANGUAGES).flatMap(({ id, name }) => {
      const own = languages[id];
      return own === undefined ? [] : [[paint("bold", `${set}, ${name}`), ...rowsOf(own)].join("\n")];
    }),
  );
  return `${blocks.join("\n\n")}\n`;
}

function rowsOf(figures: ExecutedFigures): string[] {
  const { near, far, groups, offered, dangerous, missing, unjudged } = figures;
  const shown: [string, DoneFigures][] = [
    ["all", figures],
    ["near something remembered", near],
    ["far from all", far],
    ...Object.entries(groups),
  ];
  const rows = shown
    .filter(([, { n }]) => n > 0)
    .map(([label, { n, top1, top5, generatedTop5 }]) => {
      const generated = generatedTop5 === undefined ? "" : `, generated ${percent(generatedTop5).trim()} of the hits`;
      return `  ${label.padEnd(26)}${String(n).padStart(4)} ${percent(top1)} ${percent(top5)}${generated}`;
    });
  return [
    `  ${"".padEnd(26)}${"n".padStart(4)}    top-1    top-5`,
    ...rows,
    `  offered ${offered.toFixed(1)}, dangerous ${dangerous}, missing ${missing}, not judged ${unjudged}`,
  ];
}
