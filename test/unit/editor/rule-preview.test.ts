import assert from "node:assert/strict";
import fc from "fast-check";
import {
  MOST_COLUMNS_SHOWN,
  MOST_ROWS,
  type PreviewWords,
  previewHtml,
} from "../../../extension/editor/cf/preview/page";
import { Painted } from "../../../extension/editor/cf/preview/paint";
import { parseCf } from "../../../extension/languages/cf";
import type { Table } from "../../../extension/schema";

const WORDS: PreviewWords = {
  language: "en",
  title: "Rule Preview",
  painted: "painted",
  level: (percent) => `at ${percent}%`,
  caption: "The table",
  moreRows: (shown, rows) => `${shown} of ${rows} rows`,
  moreColumns: (shown, columns) => `${shown} of ${columns} columns`,
};
const SOURCES = { cspSource: "https://x.test", style: "https://x.test/rule-preview.css" };
const TABLE: Table = [
  ["City", "Sales"],
  ["Bonn", 10],
  ["Kiel", 20],
  ["Ulm", 40],
];

function page(code: string, table: Table): string {
  const parsed = parseCf(code);
  assert.ok("rule" in parsed, code);
  const painted = new Painted(parsed.rule, table);
  return previewHtml({ rule: code, summary: `${painted.count}`, table, painted }, WORDS, SOURCES);
}

/** The cells of the body as [class, text], row by row. */
function cells(html: string): string[] {
  const body = /<tbody>([\s\S]*)<\/tbody>/.exec(html)?.[1] ?? "";
  return [...body.matchAll(/<td(?: class="([^"]*)")?>(.*?)<\/td>/g)].map(([, look = "", inside = ""]) =>
    `${look} ${inside.replace(/<meter[^>]*><\/meter>/g, "").replace(/<[^>]*>/g, "")}`.trim(),
  );
}

describe("the preview of a rule", () => {
  it("stays small, however wide the table is and however long a cell", () => {
    const wide: Table = [Array.from({ length: 5000 }, (_, at) => `${at}`), ["x".repeat(100_000), 2, 3]];
    const html = page("ColorScale()", wide);
    assert.equal(cells(html).length, MOST_COLUMNS_SHOWN);
    assert.ok(html.includes(`${MOST_COLUMNS_SHOWN} of 5000 columns`));
    assert.ok(html.length < 50_000, `${html.length}`);
  });

  it("shows how high a number is among any number of others", () => {
    const html = page("DataBar()", [["N"], ...Array.from({ length: 200_000 }, (_, at) => [at])]);
    assert.ok(html.includes("at 0%"));
  });

  it("marks painted cells by a sign and a word, not by colour alone", () => {
    assert.deepEqual(cells(page("GreaterThan(c[1],15)", TABLE)), [
      "Bonn",
      "10",
      "Kiel",
      "painted ■20 (painted)",
      "Ulm",
      "painted ■40 (painted)",
    ]);
  });

  it("takes a share for a share: a third of three is one", () => {
    assert.equal(page("top(34%)", TABLE).match(/class="painted"/g)?.length, 1);
  });

  it("draws what is no paint by how high each number is, and says it", () => {
    assert.deepEqual(
      cells(page("DataBar(c[1])", TABLE)).filter((_, at) => at % 2 === 1),
      ["bar 10 (at 0%)", "bar 20 (at 33%)", "bar 40 (at 100%)"],
    );
    assert.deepEqual(
      cells(page("IconSet(c[1])", TABLE)).filter((_, at) => at % 2 === 1),
      ["icon-0 ▼10 (at 0%)", "icon-1 ▶20 (at 33%)", "icon-2 ▲40 (at 100%)"],
    );
    assert.deepEqual(
      cells(page("ColorScale(c[1])", TABLE)).filter((_, at) => at % 2 === 1),
      ["scale-0 ▁10 (at 0%)", "scale-2 ▃20 (at 33%)", "scale-7 █40 (at 100%)"],
    );
    assert.match(
      page("DataBar(c[1])", [
        ["A", "B"],
        ["x", 5],
      ]),
      /value="100"/,
    );
  });

  it("draws dates and money by how high they are", () => {
    const table: Table = [
      ["Due", "Cost"],
      ...[
        ["2024-01-01", "€10"],
        ["2024-01-03", "€30"],
        ["2024-01-02", "€20"],
      ],
    ];
    assert.deepEqual(cells(page("DataBar()", table)), [
      ...["bar 2024-01-01 (at 0%)", "bar €10 (at 0%)", "bar 2024-01-03 (at 100%)", "bar €30 (at 100%)"],
      ...["bar 2024-01-02 (at 50%)", "bar €20 (at 50%)"],
    ]);
  });

  it("draws part of a long table and says so", () => {
    const long: Table = [["N"], ...Array.from({ length: MOST_ROWS + 5 }, (_, at) => [at])];
    const html = page("top(3)", long);
    assert.equal(cells(html).length, MOST_ROWS);
    assert.ok(html.includes(`${MOST_ROWS} of ${MOST_ROWS + 5}`));
    assert.match(html, /<p class="summary">3<\/p>/);
  });

  it("has no script and fetches only its style sheet", () => {
    const html = page("Blanks()", TABLE);
    assert.match(
      html,
      /content="default-src &#39;none&#39;; style-src https:\/\/x\.test; base-uri &#39;none&#39;; form-action &#39;none&#39;"/,
    );
    assert.ok(!/<script|\son\w+=|javascript:/i.test(html));
  });

  it("shows any text literally, wherever it comes from", () => {
    const nasty = fc.oneof(fc.string(), fc.constantFrom("<img src=x onerror=alert(1)>", '"><script>', "</td>", "&lt;"));
    fc.assert(
      fc.property(nasty, nasty, (cell, header) => {
        const table: Table = [[header], [cell], ["other"]];
        const html = previewHtml({ rule: cell, summary: cell, notice: header, table }, WORDS, SOURCES);
        const plain = previewHtml(
          { rule: "", summary: "", notice: "", table: [[""], [""], ["other"]] },
          WORDS,
          SOURCES,
        );
        const tags = (text: string) => text.match(/<[^>]*>/g);
        assert.deepEqual(tags(html), tags(plain));
      }),
    );
  });
});
