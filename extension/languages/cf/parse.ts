import type { CfCombination, CfRule, CfValue } from "./ast";
import { CF_GRAMMAR } from "./grammar";
import { canonicalName } from "./predicates";

/** The outcome of reading a rule; `reason` says in a few words what is wrong. */
export type CfParse = { readonly rule: CfRule } | { readonly reason: string };

/** Deepest nesting of parentheses that is read; the parser recurses. */
const MAX_DEPTH = 64;

const semantics = CF_GRAMMAR.createSemantics();

semantics.addOperation<CfRule>("rule", {
  Combination: (name, _open, rules, _close): CfCombination => ({
    kind: "combination",
    name: name.sourceString.toLowerCase() as CfCombination["name"],
    rules: rules.asIteration().children.map((child): CfRule => child.rule()),
  }),
  TextPredicate: (name, _open, args, _close): CfRule => ({
    kind: "predicate",
    name: canonicalName(name.sourceString),
    args: args.values(),
  }),
  Predicate: (name, _open, args, _close): CfRule => ({
    kind: "predicate",
    name: canonicalName(name.sourceString),
    args: args.asIteration().children.map((child): CfValue => child.value()),
  }),
});

semantics.addOperation<CfValue[]>("values", {
  TextArguments_onColumn: (column, _comma, text) => [column.value(), text.value()],
  TextArguments_columnOnly: (column) => [column.value()],
  TextArguments_textOnly: (text) => [text.value()],
});

semantics.addOperation<CfValue>("value", {
  column: (_c, _open, digits, _close, _ahead, _separator): CfValue => ({
    kind: "column",
    index: Number(digits.sourceString),
  }),
  quoted_double: (_open, inside, _close, _space, _ahead): CfValue => text(unescaped(inside.sourceString)),
  quoted_single: (_open, inside, _close, _space, _ahead): CfValue => text(unescaped(inside.sourceString)),
  rawText: (items): CfValue => text(items.sourceString.trim()),
  plain: (items): CfValue => text(items.sourceString.trim()),
});

/** Reads a rule in either dialect; lines that start with "#" are comments. */
export function parseCf(code: string): CfParse {
  const source = withoutComments(code);
  if (source.trim() === "") return { reason: "there is no rule" };
  if (depthOf(source) > MAX_DEPTH) return { reason: "the rule is nested too deeply" };
  const match = CF_GRAMMAR.match(source.trim());
  if (match.failed())
    return { reason: (match.shortMessage ?? "not a rule").replace(/^Line (\d+), col (\d+): /, "column $2: ") };
  return { rule: semantics(match).rule() };
}

function withoutComments(code: string): string {
  return code
    .split("\n")
    .filter((line) => !line.trimStart().startsWith("#"))
    .join("\n");
}

function text(value: string): CfValue {
  return { kind: "text", text: value };
}

function unescaped(inside: string): string {
  return inside.replace(/\\(["'\\])/g, "$1");
}

function depthOf(source: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of source) {
    if (character === "(") deepest = Math.max(deepest, ++depth);
    else if (character === ")") depth -= 1;
  }
  return deepest;
}
