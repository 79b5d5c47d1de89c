import type { CfRule, CfValue } from "./ast";
import { parseCf } from "./parse";

const WORD = /\p{L}{2,}/u;

/**
 * Whether a rule compares with a text that `known` does not hold, or with a column.
 * @param known what was said and stands in the table; case does not count
 */
export function inventsCf(code: string, known: string): boolean {
  const parsed = parseCf(code);
  if (!("rule" in parsed)) return false;
  const said = known.toLowerCase();
  return valuesOf(parsed.rule).some((value) =>
    value.kind === "column" ? true : WORD.test(value.text) && !said.includes(value.text.trim().toLowerCase()),
  );
}

/** What the cells are compared with: the arguments but for the column that the rule speaks of. */
function valuesOf(rule: CfRule): readonly CfValue[] {
  if (rule.kind === "combination") return rule.rules.flatMap(valuesOf);
  return rule.args[0]?.kind === "column" ? rule.args.slice(1) : rule.args;
}
