import { type DoneFigures, type ExecutedFigures, LANGUAGE_IDS } from "../../../../extension/schema";
import type { Evidence } from "../evidence";
import type { Section } from "../section";
import { languageName, missing, orDash, percent, table, whole } from "../text";

const HEAD = [
  "set",
  "cases",
  "n",
  "top-1",
  "top-5",
  "generated of top-1",
  "generated of top-5",
  "offered",
  "dangerous",
];

/** Whether candidates do what was asked, near what is remembered and far from it. */
export function executedSection({ executed }: Evidence): Section {
  const blocks = executed.flatMap(({ system, note, executed: sets }) => {
    const tables = LANGUAGE_IDS.flatMap((language) => {
      const rows = Object.entries(sets).flatMap(([set, languages]) => {
        const own = languages[language];
        return own === undefined ? [] : rowsOf(set, own);
      });
      return rows.length === 0 ? [] : [`**${languageName(language)}**`, table(HEAD, rows)];
    });
    return [`### ${system}`, ...(note === undefined ? [] : [note]), ...tables];
  });
  return {
    title: "Executed",
    blocks: [
      "Whether candidates DO what was asked, each run in a sandbox and none compared as text; in per cent of the cases. Development cases may be looked at while ranking is worked on, held-out ones are run and never read, and are all far from what is remembered.",
      ...(executed.length === 0
        ? missing(
            "what candidates do",
            "npm run --silent lab -- eval --execute --record models/evaluation/records/executed.json --system codefusion-small",
          )
        : blocks),
    ],
  };
}

function rowsOf(set: string, figures: ExecutedFigures): string[][] {
  const { near, far, groups, offered, dangerous, missing: absent, unjudged } = figures;
  const lacking = absent + unjudged > 0 ? ` (${absent} not answered, ${unjudged} not judged)` : "";
  const parts: [string, DoneFigures][] = [["– near", near], ["– far", far], ...named(groups)];
  return [
    [set, `all${lacking}`, ...cells(figures), offered.toFixed(1), whole(dangerous)],
    ...parts.filter(([, { n }]) => n > 0).map(([name, part]) => ["", name, ...cells(part), "", ""]),
  ];
}

const named = (groups: ExecutedFigures["groups"]): [string, DoneFigures][] =>
  Object.entries(groups).map(([name, group]) => [`– ${name}`, group]);

function cells({ n, top1, top5, generatedTop1, generatedTop5 }: DoneFigures): string[] {
  const shares = [generatedTop1, generatedTop5].map((share) =>
    orDash(share === undefined ? undefined : percent(share)),
  );
  return [whole(n), percent(top1), percent(top5), ...shares];
}
