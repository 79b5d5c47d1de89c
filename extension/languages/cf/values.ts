import type { CfRule } from "./ast";
import { parseCf } from "./parse";

/** What a rule compares cells with, as it is written: every argument but the column that the rule speaks of. */
export function valuesOfCf(code: string): readonly string[] {
  const parsed = parseCf(code);
  return "rule" in parsed ? valuesOf(parsed.rule) : [];
}

function valuesOf(rule: CfRule): readonly string[] {
  if (rule.kind === "combination") return rule.rules.flatMap(valuesOf);
  const values = rule.args[0]?.kind === "column" ? rule.args.slice(1) : rule.args;
  return values.map((value) => (value.kind === "column" ? `c[${value.index}]` : value.text.trim()));
}
