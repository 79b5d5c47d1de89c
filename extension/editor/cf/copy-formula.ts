import * as vscode from "vscode";
import { CodeFusionError } from "../../errors";
import { excelFormula, type NoFormula, PREDICATES, parseCf, problemsIn } from "../../languages/cf";
import { translated } from "../shell/translate";
import { problemText } from "./problem-text";
import { requireRule } from "./rule-at";
import type { Tables } from "./tables";

/**
 * Puts the rule of `args`, or the one at the cursor, on the clipboard as an Excel formula and says where it goes.
 * @throws CodeFusionError bad-input where there is no rule, or no formula for it
 */
export async function copyAsExcelFormula(tables: Tables, args: unknown): Promise<void> {
  const { document, rule } = await requireRule(args);
  const parsed = parseCf(rule.code);
  const [problem] = problemsIn(rule.code);
  if (!("rule" in parsed)) throw noFormula(problem ? problemText(problem) : translated(parsed.reason, vscode.l10n.t));
  const table = await tables.tableFor(document);
  const outcome = excelFormula(parsed.rule, table);
  if ("none" in outcome) {
    // What is wrong with the rule itself says more than that it has no formula.
    throw noFormula(problem && outcome.none.kind === "invalid" ? problemText(problem) : reasonText(outcome.none));
  }
  await vscode.env.clipboard.writeText(outcome.formula);
  void tell(outcome.formula, outcome.appliesTo.replaceAll("$", ""));
}

/** The range first: a long formula is cut. A message with a button is shown unfolded, and Excel asks for the range too. */
async function tell(formula: string, range: string): Promise<void> {
  const { t } = vscode.l10n;
  const copyRange = t("Copy the Range");
  const answer = await vscode.window.showInformationMessage(
    t(
      'Copied the formula for {0}. In Excel: select {0}, then Home › Conditional Formatting › New Rule › "Use a formula to determine which cells to format". It is {1}',
      range,
      formula,
    ),
    copyRange,
  );
  if (answer === copyRange) await vscode.env.clipboard.writeText(range);
}

function noFormula(reason: string): CodeFusionError {
  return new CodeFusionError(
    "bad-input",
    vscode.l10n.t("this rule has no Excel formula: {0}", reason.replace(/\.$/, "")),
    vscode.l10n.t("nothing was copied"),
  );
}

/** Why there is none, in the user's language. */
function reasonText(none: NoFormula): string {
  const { t } = vscode.l10n;
  switch (none.kind) {
    case "visual":
      return t(
        "{0} gives every cell a look of its own; Excel has it under Home › Conditional Formatting",
        PREDICATES.get(none.name)?.name ?? none.name,
      );
    case "paintsNothing":
      return t("it paints no cell");
    case "noSuchColumn":
      return t("the table has no column c[{0}]", none.index);
    case "value":
      return t('no cell can be compared with "{0}"', none.value);
    case "tooLong":
      return t("it would be longer or deeper than Excel allows");
    case "invalid":
      return t("{0} is not used as it should be", none.name);
  }
}
