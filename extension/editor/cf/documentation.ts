import * as vscode from "vscode";
import { ARITY, canonicalName, columnLetters, excelFormula, PREDICATES, parseCf } from "../../languages/cf";
import type { Table } from "../../schema";

/** What a person needs to know of a predicate, or of AND, OR and NOT. */
export interface Documented {
  /** The printed spelling. */
  readonly name: string;
  /** The spelling with what it takes, e.g. "Between(low, high)". */
  readonly signature: string;
  /** As a snippet, with a place to fill in for each value. */
  readonly snippet: string;
  readonly summary: string;
  readonly example: string;
  /** Whether rules stand inside it. */
  readonly isCombination: boolean;
}

/** Everything that can begin a rule. */
export function allDocumented(): readonly Documented[] {
  return [...predicates(), ...combinations()];
}

/** What `written` names, in any spelling that the rule language reads. */
export function documentedAs(written: string): Documented | undefined {
  const name = canonicalName(written);
  return allDocumented().find((each) => canonicalName(each.name) === name);
}

/** The documentation as it is shown on hover and beside a completion. */
export function documentationOf({ signature, summary, example }: Documented): vscode.MarkdownString {
  const parsed = parseCf(example);
  const outcome = "rule" in parsed ? excelFormula(parsed.rule) : undefined;
  const text = new vscode.MarkdownString();
  text.appendCodeblock(signature, "cfrule");
  text.appendMarkdown(`${summary}\n\n${vscode.l10n.t("Example:")}`);
  text.appendCodeblock(example, "cfrule");
  if (outcome && "formula" in outcome) {
    text.appendMarkdown(vscode.l10n.t("In Excel, for the first cell of the column:"));
    text.appendCodeblock(outcome.formula, "plaintext");
  } else {
    text.appendMarkdown(vscode.l10n.t("No Excel formula says this; Excel has it as a format of its own."));
  }
  return text;
}

/** What c[index] is in `table`: its header, and its letter in a spreadsheet. */
export function columnText(index: number, table: Table | undefined): string {
  const letters = columnLetters(index);
  if (table === undefined) return vscode.l10n.t("Column {0} of the sheet; c[0] is column A.", letters);
  const header = table[0]?.[index];
  return header === undefined
    ? vscode.l10n.t("Column {0}, which the table does not have.", letters)
    : vscode.l10n.t('Column {0}, "{1}".', letters, String(header));
}

function predicates(): Documented[] {
  const described = descriptions();
  return [...PREDICATES.entries()].map(([key, { name, takes }]) => {
    const { summary, values = [], example } = described[key] ?? { summary: "", example: `${name}()` };
    const places = values.slice(0, ARITY[takes]).map((value, at) => `\${${at + 1}:${value}}`);
    return {
      name,
      signature: `${name}(${values.join(", ")})`,
      snippet: `${name}(${places.join(", ")})`,
      summary,
      example,
      isCombination: false,
    };
  });
}

function combinations(): Documented[] {
  const { t } = vscode.l10n;
  const rule = t("rule");
  const of = (name: string, summary: string, example: string, count: number): Documented => ({
    name,
    signature: `${name}(${count === 1 ? rule : `${rule}, ${rule}, …`})`,
    snippet: count === 1 ? `${name}($1)` : `${name}($1, $2)`,
    summary,
    example,
    isCombination: true,
  });
  return [
    of(
      "AND",
      t("Cells that every rule inside paints; rules about different columns are conditions on the row."),
      "AND(GreaterThan(10),LessThan(20))",
      2,
    ),
    of("OR", t("Cells that at least one rule inside paints."), "OR(Blanks(),Errors())", 2),
    of("NOT", t("Cells that the rule inside does not paint."), "NOT(Blanks())", 1),
  ];
}

interface Description {
  readonly summary: string;
  /** Names of the values it takes. */
  readonly values?: readonly string[];
  readonly example: string;
}

function descriptions(): Readonly<Record<string, Description>> {
  const { t } = vscode.l10n;
  const value = [t("value")];
  const range = [t("low"), t("high")];
  const text = [t("text")];
  const count = [t("count")];
  const share = [t("percent")];
  return {
    greaterthan: { summary: t("Numbers greater than the value."), values: value, example: "GreaterThan(85)" },
    greaterthanequal: {
      summary: t("Numbers greater than the value, or equal to it."),
      values: value,
      example: "GreaterThanEqual(85)",
    },
    lessthan: { summary: t("Numbers less than the value."), values: value, example: "LessThan(85)" },
    lessthanequal: {
      summary: t("Numbers less than the value, or equal to it."),
      values: value,
      example: "LessThanEqual(85)",
    },
    between: { summary: t("Numbers between two values, both included."), values: range, example: "Between(15,85)" },
    notbetween: { summary: t("Numbers outside of two values."), values: range, example: "NotBetween(15,85)" },
    equals: {
      summary: t("Cells that hold exactly this number or text, in capitals or not."),
      values: value,
      example: "Equals(Yes)",
    },
    notequals: {
      summary: t("Cells that hold anything else, blank cells included."),
      values: value,
      example: "NotEquals(0)",
    },
    textequals: {
      summary: t("Cells whose text is exactly this, in capitals or not."),
      values: text,
      example: "TextEquals(Open)",
    },
    textcontains: {
      summary: t("Cells whose text contains this, in capitals or not."),
      values: text,
      example: "TextContains(GmbH)",
    },
    textstartswith: {
      summary: t("Cells whose text starts with this, in capitals or not."),
      values: text,
      example: "StartsWith(INV-)",
    },
    textendswith: {
      summary: t("Cells whose text ends with this, in capitals or not."),
      values: text,
      example: "EndsWith(.de)",
    },
    top: {
      summary: t("The highest numbers of a column: so many, or a share of them as in 10%."),
      values: count,
      example: "top(10)",
    },
    bottom: {
      summary: t("The lowest numbers of a column: so many, or a share of them as in 10%."),
      values: count,
      example: "bottom(10)",
    },
    toppercent: {
      summary: t("The highest share of the numbers of a column."),
      values: share,
      example: "TopPercent(10)",
    },
    bottompercent: {
      summary: t("The lowest share of the numbers of a column."),
      values: share,
      example: "BottomPercent(10)",
    },
    aboveaverage: { summary: t("Numbers above the average of their column."), example: "aboveAverage()" },
    belowaverage: { summary: t("Numbers below the average of their column."), example: "belowAverage()" },
    duplicate: { summary: t("Cells whose content stands in their column more than once."), example: "Duplicate()" },
    unique: { summary: t("Cells whose content stands in their column only once."), example: "Unique()" },
    blanks: { summary: t("Cells that hold nothing, or only spaces."), example: "Blanks()" },
    errors: { summary: t("Cells that hold an error, such as #N/A."), example: "Errors()" },
    colorscale: {
      summary: t("Every number of a column in a colour between those of the lowest and the highest."),
      example: "ColorScale()",
    },
    databar: { summary: t("Every number of a column with a bar as long as it is high."), example: "DataBar()" },
    iconset: { summary: t("Every number of a column with an icon for its third."), example: "IconSet()" },
  };
}
