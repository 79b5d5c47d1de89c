import { widthOf } from "../../../languages/cf";
import type { Table } from "../../../schema";
import type { Look, Painted } from "./paint";

/** What the page shows; every text is model or file text and enters it escaped. */
export interface PreviewPage {
  /** Undefined where the file has none. */
  readonly rule: string | undefined;
  /** One line: how many cells are painted, of which table. */
  readonly summary: string;
  /** Why nothing can be shown as it should be; above the table. */
  readonly notice?: string;
  readonly table?: Table;
  readonly painted?: Painted;
}

export interface PreviewWords {
  readonly language: string;
  readonly title: string;
  /** For screen readers, behind the content of a painted cell. */
  readonly painted: string;
  /** For screen readers, where a cell's look tells how high its number is, e.g. "at 40%". */
  readonly level: (percent: number) => string;
  readonly caption: string;
  /** Below a table that is not shown whole. */
  readonly moreRows: (shown: number, rows: number) => string;
  readonly moreColumns: (shown: number, columns: number) => string;
}

/** Rows and columns that are drawn, and characters of a cell; painting always looks at all of them. */
export const MOST_ROWS = 200;
export const MOST_COLUMNS_SHOWN = 60;
const MOST_CHARACTERS = 500;
const ICONS = ["▼", "▶", "▲"] as const;
const LEVELS = "▁▂▃▄▅▆▇█";

/** The page: no script, nothing fetched but its one style sheet. */
export function previewHtml(
  page: PreviewPage,
  words: PreviewWords,
  sources: { cspSource: string; style: string },
): string {
  const policy = `default-src 'none'; style-src ${sources.cspSource}; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="${escaped(words.language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(words.title)}</title>
<link rel="stylesheet" href="${escaped(sources.style)}">
</head>
<body>
<main>
<h1>${page.rule === undefined ? escaped(words.title) : `<code>${escaped(page.rule)}</code>`}</h1>
<p class="summary">${escaped(page.summary)}</p>
${page.notice === undefined ? "" : `<p class="notice" role="alert">${escaped(page.notice)}</p>`}
${page.table === undefined ? "" : tableHtml(page.table, page.painted, words)}
</main>
</body>
</html>
`;
}

function tableHtml(table: Table, painted: Painted | undefined, words: PreviewWords): string {
  const [header = [], ...body] = table;
  const width = widthOf(table);
  const columns = Array.from({ length: Math.min(width, MOST_COLUMNS_SHOWN) }, (_, column) => column);
  const letters = columns.map((column) => `<th scope="col" class="letter">c[${column}]</th>`).join("");
  const names = columns.map((column) => `<th scope="col">${escaped(textOf(header[column]))}</th>`).join("");
  const rows = body.slice(0, MOST_ROWS).map((cells, row) => {
    const drawn = columns.map((column) => cellHtml(textOf(cells[column]), painted?.lookOf(row, column), words));
    return `<tr><th scope="row" class="letter">${row + 2}</th>${drawn.join("")}</tr>`;
  });
  const more = [
    ...(body.length > MOST_ROWS ? [words.moreRows(MOST_ROWS, body.length)] : []),
    ...(width > MOST_COLUMNS_SHOWN ? [words.moreColumns(MOST_COLUMNS_SHOWN, width)] : []),
  ].map((line) => `<p class="summary">${escaped(line)}</p>`);
  return `<div class="sheet" tabindex="0" role="region" aria-label="${escaped(words.caption)}"><table>
<caption class="unseen">${escaped(words.caption)}</caption>
<thead><tr><td class="letter"></td>${letters}</tr><tr><th scope="row" class="letter">1</th>${names}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table></div>${more.join("")}`;
}

/** A painted cell is marked by colour, by weight and by a sign in front, and says so. */
function cellHtml(text: string, look: Look | undefined, words: PreviewWords): string {
  if (look === undefined) return `<td>${escaped(text)}</td>`;
  const say = (what: string) => `<span class="unseen"> (${escaped(what)})</span>`;
  const sign = (sign: string) => `<span class="sign" aria-hidden="true">${sign}</span>`;
  if (look.kind === "painted") return `<td class="painted">${sign("■")}${escaped(text)}${say(words.painted)}</td>`;
  const percent = Math.round(100 * look.share);
  const level = say(words.level(percent));
  if (look.kind === "bar")
    return `<td class="bar"><meter min="0" max="100" value="${percent}" aria-hidden="true"></meter>${escaped(text)}${level}</td>`;
  const third = Math.min(2, Math.floor(look.share * 3));
  if (look.kind === "icon") return `<td class="icon-${third}">${sign(ICONS[third] ?? "")}${escaped(text)}${level}</td>`;
  const step = Math.min(LEVELS.length - 1, Math.floor(look.share * LEVELS.length));
  return `<td class="scale-${step}">${sign(LEVELS.charAt(step))}${escaped(text)}${level}</td>`;
}

function textOf(cell: Table[number][number] | undefined): string {
  const text = cell === undefined || cell === null ? "" : String(cell);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
