/**
 * `npm run witness [-- CASES]`: whether LibreOffice computes of a rule's Excel formula what the executor paints, on as many random
 * tables and rules (2,000; FUZZ_SEED=NUMBER repeats a run). Ends with 1 where a cell differs, and says which.
 * Needs `soffice` (Debian: libreoffice-calc).
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseA1Range, translateFormulaToA1, translateFormulaToR1C1 } from "@borgar/fx";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { columnLetters, excelFormula, paintedCells, parseCf, widthOf } from "../../extension/languages/cf";
import type { Table } from "../../extension/schema";
import { rules, tables } from "../unit/languages/cf-arbitraries";

/** CSV with commas, quotes and UTF-8, read as English, dates and per cent as such. */
const READ = "CSV:44,34,76,1,,1033,false,true";
/** LibreOffice tells "b" from "B" in a file of its own, as it does not in one of Excel: its option is set as Excel compares. */
const OPTIONS = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Calculate/Other"><prop oor:name="CaseSensitive" oor:op="fuse"><value>false</value></prop></item></oor:items>`;
/** Files that one start of LibreOffice converts. */
const BATCH = 200;

interface Case {
  readonly code: string;
  readonly table: Table;
  readonly formula: string;
  /** The columns that the formula is for, and the cell that it was written for. */
  readonly columns: readonly number[];
  readonly expected: ReadonlySet<string>;
}

function caseOf(code: string, table: Table): Case | undefined {
  const parsed = parseCf(code);
  if (!("rule" in parsed)) throw new Error(code);
  const outcome = excelFormula(parsed.rule, table);
  if (!("formula" in outcome)) return undefined;
  const areas = outcome.appliesTo.split(",").map((area) => parseA1Range(area) as { left: number; right: number });
  const columns = areas.flatMap(({ left, right }) => Array.from({ length: right - left + 1 }, (_, at) => left + at));
  return { code, table, formula: outcome.formula, columns, expected: paintedCells(parsed.rule, table) };
}

/** The formula as it stands in another cell: references without $ move along. */
const movedTo = (formula: string, from: string, to: string): string =>
  translateFormulaToA1(translateFormulaToR1C1(formula, from), to);

/** The table with the verdict on each cell to its right, at as many columns as it is wide and one more. */
function sheetOf({ table, formula, columns }: Case): string {
  const width = widthOf(table);
  const [first = 0] = columns;
  return table
    .map((row, at) => {
      const cells = Array.from({ length: width }, (_, column) => held(row[column] ?? ""));
      if (at === 0) return cells;
      const verdicts = Array.from({ length: width }, (_, column) =>
        columns.includes(column)
          ? `=IF(IFERROR(${movedTo(formula, `${columnLetters(first)}2`, `${columnLetters(column)}${at + 1}`).slice(1)},FALSE),1,0)`
          : "",
      );
      return [...cells, "", ...verdicts];
    })
    .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","))
    .join("\n");
}

/** An error is computed; what looks like one in a file is a text. */
const held = (cell: Table[number][number]): string => (cell === "#DIV/0!" ? "=1/0" : String(cell ?? ""));

function paintedBy(csv: string, { table }: Case): Set<string> {
  const rows: string[][] = parse(csv, { relax_column_count: true });
  const width = widthOf(table);
  return new Set(
    rows
      .slice(1)
      .flatMap((row, at) =>
        row.flatMap((cell, column) => (column > width && cell === "1" ? [`${at},${column - width - 1}`] : [])),
      ),
  );
}

function main(): number {
  const count = Number(process.argv[2] ?? 2000);
  const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
  const cases = fc
    .sample(fc.tuple(rules, tables), { numRuns: count, seed })
    .flatMap(([code, table]) => caseOf(code, table) ?? []);
  const folder = mkdtempSync(join(tmpdir(), "codefusion-witness-"));
  let different = 0;
  try {
    mkdirSync(join(folder, "profile", "user"), { recursive: true });
    writeFileSync(join(folder, "profile", "user", "registrymodifications.xcu"), OPTIONS);
    for (let from = 0; from < cases.length; from += BATCH) {
      const batch = cases.slice(from, from + BATCH);
      mkdirSync(join(folder, "in"), { recursive: true });
      const files = batch.map((each, at) => {
        const file = join(folder, "in", `${from + at}.csv`);
        writeFileSync(file, sheetOf(each));
        return file;
      });
      const profile = `-env:UserInstallation=file://${join(folder, "profile")}`;
      const convert = [
        "--headless",
        `--infilter=${READ}`,
        "--convert-to",
        "csv",
        "--outdir",
        join(folder, "out"),
        ...files,
      ];
      const run = spawnSync("soffice", [profile, ...convert], { encoding: "utf8" });
      if (run.error || run.status !== 0) {
        console.error(`soffice does not convert (${run.error?.message ?? run.stderr}): install LibreOffice Calc`);
        return 1;
      }
      batch.forEach((each, at) => {
        const found = paintedBy(readFileSync(join(folder, "out", `${from + at}.csv`), "utf8"), each);
        const wrong = [...found, ...each.expected].filter((cell) => found.has(cell) !== each.expected.has(cell));
        if (wrong.length === 0) return;
        different += 1;
        console.log(
          JSON.stringify({ rule: each.code, formula: each.formula, table: each.table, differs: [...new Set(wrong)] }),
        );
      });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${cases.length - different} of ${cases.length} alike (FUZZ_SEED=${seed})`);
  return different > 0 ? 1 : 0;
}

process.exitCode = main();
