import type { CfRule, CfValue } from "./ast";
import { PREDICATES, takesText } from "./predicates";

/** A rule in the one printed dialect: canonical names, no blanks after commas, quotes only where they are needed. */
export function printCf(rule: CfRule): string {
  if (rule.kind === "combination") return `${rule.name.toUpperCase()}(${rule.rules.map(printCf).join(",")})`;
  const name = PREDICATES.get(rule.name)?.name ?? rule.name;
  const raw = takesText(rule.name) ? isRawText : isPlain;
  const emptyText = takesText(rule.name) && rule.args.length === 1;
  const args = rule.args.map((value) =>
    value.kind === "text" && value.text === "" && emptyText ? "" : printValue(value, raw),
  );
  return `${name}(${args.join(",")})`;
}

function printValue(value: CfValue, raw: (text: string) => boolean): string {
  if (value.kind === "column") return `c[${value.index}]`;
  return raw(value.text) ? value.text : quoteText(value.text);
}

/** Text in quotes of the kind that it does not contain. */
export function quoteText(text: string): string {
  const mark = text.includes('"') && !text.includes("'") ? "'" : '"';
  return `${mark}${text.replaceAll("\\", "\\\\").replaceAll(mark, `\\${mark}`)}${mark}`;
}

/** Whether text can stand without quotes as the argument of a text predicate. */
export function isRawText(text: string): boolean {
  return text !== "" && text === text.trim() && !/^["']|^c\[\d+\]\s*(,|$)|\n/i.test(text) && isBalanced(text);
}

/** Whether text can stand without quotes as an argument among others. */
export function isPlain(text: string): boolean {
  return isRawText(text) && !text.includes(",");
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
