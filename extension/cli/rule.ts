import type { Command } from "commander";
import { CodeFusionError, inEnglish, type Message, say } from "../errors";
import { loadLanguage, type Validity } from "../languages";
import { type CfRule, excelFormula, paintedCells, parseCf } from "../languages/cf";
import { type RuleReport, ruleReportSchema, type Table } from "../schema";
import { type CliContext, write } from "./context";
import { harmless } from "./style";
import { readTable } from "./table";

interface RuleFlags {
  readonly rule: string;
  readonly table?: string;
  readonly json?: true;
}

/** Adds `rule`: a CF rule in, the cells that it paints in a table and its Excel formula out. */
export function registerRule(program: Command, context: CliContext): void {
  program
    .command("rule")
    .description("say which cells of a table a conditional-formatting rule paints, and its Excel formula")
    .requiredOption("--rule <rule>", 'the rule, as in "GreaterThan(c[1], 85)"; c[0] is the first column')
    .option("--table <file>", "CSV file, header first")
    .option("--json", "print one JSON object: {valid, reason, cells, formula, range}")
    .addHelpText("after", "\nEnds with 1 where the rule is not valid, or not beside this table.")
    .action((flags: RuleFlags) => rule(flags, context));
}

async function rule({ rule: code, table: file, json }: RuleFlags, { stdout }: CliContext): Promise<void> {
  const table = file === undefined ? undefined : readTable(file);
  const { validate, format } = await loadLanguage("cf");
  const report = ruleReportSchema.parse(reportOn(code, validate(code), table));
  await write(stdout, json ? `${JSON.stringify(report)}\n` : plain(report, format(code), table));
  if (!report.valid)
    throw new CodeFusionError("no-valid-candidate", "this rule is not valid", "the reason stands on standard output");
}

function reportOn(code: string, validity: Validity, table: Table | undefined): RuleReport {
  const parsed = parseCf(code);
  if (!validity.valid || !("rule" in parsed)) return invalid(validity.valid ? say`there is no rule` : validity.reason);
  const outcome = excelFormula(parsed.rule, table);
  if ("none" in outcome && outcome.none.kind === "noSuchColumn") {
    const { index, columns } = outcome.none;
    return invalid(say`the table has no column c[${index}]: its ${columns} columns are counted from 0`);
  }
  const cells = table ? cellsIn(parsed.rule, table) : [];
  if (cells === undefined) return invalid(say`it compares cells with what is neither a number nor a date`);
  const { formula, range } =
    "formula" in outcome ? { formula: outcome.formula, range: outcome.appliesTo } : { formula: null, range: null };
  return { valid: true, reason: null, cells, formula, range };
}

const invalid = (reason: Message): RuleReport => ({
  ...{ valid: false, reason: inEnglish(reason), cells: [], formula: null, range: null },
});

/** Row by row; undefined where the rule has no meaning. */
function cellsIn(parsed: CfRule, table: Table): [row: number, column: number][] | undefined {
  try {
    return [...paintedCells(parsed, table)]
      .map((key): [number, number] => {
        const [row = 0, column = 0] = key.split(",").map(Number);
        return [row, column];
      })
      .sort(([a, left], [b, right]) => a - b || left - right);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A few lines for a person. */
function plain(
  { valid, reason, cells, formula, range }: RuleReport,
  printed: string,
  table: Table | undefined,
): string {
  if (!valid) return `${harmless(`not valid: ${reason}`)}\n`;
  const lines = [
    printed,
    ...(table ? [`paints ${cells.length} cells of ${Math.max(0, table.length - 1)} rows`] : []),
    formula === null ? "no formula says this" : `${formula}  for ${range}`,
  ];
  return lines.map((line) => `${harmless(line)}\n`).join("");
}
