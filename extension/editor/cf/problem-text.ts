import * as vscode from "vscode";
import type { CfProblem, CfSyntaxError } from "../../languages/cf";

/** What is wrong, in the user's language. */
export function problemText({ what, suggestion }: CfProblem): string {
  const { t } = vscode.l10n;
  switch (what.kind) {
    case "syntax":
      return syntaxText(what.error);
    case "unknown":
      return suggestion === undefined
        ? t("There is no predicate {0}.", what.name)
        : t("There is no predicate {0}. Did you mean {1}?", what.name, suggestion);
    case "argumentCount":
      return (
        [
          t("{0} takes no value.", what.name),
          t("{0} needs one value.", what.name),
          t("{0} needs two values.", what.name),
        ][what.needs] ?? ""
      );
    case "argument":
      return what.value === ""
        ? t("{0} cannot take an empty text.", what.name)
        : t('{0} cannot take "{1}".', what.name, what.value);
    case "oneRule":
      return t("{0} needs exactly one rule.", what.name);
    case "twoRules":
      return t("{0} needs at least two rules.", what.name);
    case "noSuchColumn":
      return what.columns === 1
        ? t("The table has no column c[{0}]: its one column is c[0].", what.index)
        : t("The table has no column c[{0}]: its {1} columns are counted from 0.", what.index, what.columns);
  }
}

function syntaxText({ at, reason, expected = [] }: CfSyntaxError): string {
  const { t } = vscode.l10n;
  if (at === undefined)
    return reason.text === "there is no rule" ? t("There is no rule.") : t("The rule is nested too deeply.");
  return t("Expected here: {0}.", expected.map(expectedText).join(", "));
}

/** The grammar's names for what may come next. */
function expectedText(expected: string): string {
  const { t } = vscode.l10n;
  const words: Readonly<Record<string, string>> = {
    "a predicate": t("a predicate"),
    "a text predicate": t("a predicate of text"),
    "a combination": t("AND, OR or NOT"),
    "a column": t("a column such as c[1]"),
    "a value": t("a value"),
    "a text": t("a text"),
    "quoted text": t("a text in quotes"),
  };
  return words[expected] ?? expected.replace(/^"(.*)"$/, "$1");
}
