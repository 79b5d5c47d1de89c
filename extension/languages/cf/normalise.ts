import type { CfRule, CfValue } from "./ast";
import { numberOf } from "./number";

/** Key under which two rules count as the same: names, numbers, letter case, and the order inside AND and OR. */
export function normaliseCf(rule: CfRule): string {
  return key(rule, (value) => {
    if (value.kind === "column") return `c[${value.index}]`;
    const number = numberOf(value.text);
    return number === undefined
      ? JSON.stringify(value.text.toLowerCase())
      : `${number}${value.text.trim().endsWith("%") ? "%" : ""}`;
  });
}

/** Key under which two rules count as the same idea: predicates with their columns and the kinds of their other arguments. */
export function templateCf(rule: CfRule): string {
  return key(rule, (value) => {
    if (value.kind === "column") return `c[${value.index}]`;
    return numberOf(value.text) === undefined ? "text" : value.text.trim().endsWith("%") ? "percent" : "number";
  });
}

function key(rule: CfRule, print: (value: CfValue) => string): string {
  if (rule.kind === "predicate") return `${rule.name}(${rule.args.map(print).join(",")})`;
  const parts = rule.rules.map((part) => key(part, print));
  return `${rule.name}(${(rule.name === "not" ? parts : parts.sort()).join(",")})`;
}
