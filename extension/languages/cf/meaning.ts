import type { CfRule } from "./ast";

const PERCENT: ReadonlyMap<string, string> = new Map([
  ["top", "toppercent"],
  ["bottom", "bottompercent"],
]);

/**
 * The rule as a spreadsheet understands it: top(10%) is a tenth of the cells. The metrics count ten of them, so this is
 * for people and never for figures.
 */
export function meaningOf(rule: CfRule): CfRule {
  if (rule.kind === "combination") return { ...rule, rules: rule.rules.map(meaningOf) };
  const name = PERCENT.get(rule.name);
  const amount = rule.args.at(-1);
  return name !== undefined && amount?.kind === "text" && amount.text.trim().endsWith("%") ? { ...rule, name } : rule;
}
