import type { FailedMatchResult, Node } from "ohm-js";
import { type Message, quoted, say } from "../../errors";
import type { CfCombination, CfRule, CfValue } from "./ast";
import { CF_GRAMMAR } from "./grammar";
import { canonicalName } from "./predicates";

/** The outcome of reading a rule; what is wrong otherwise. */
export type CfParse = { readonly rule: CfRule } | CfSyntaxError;

/** Why a text is no rule. */
export interface CfSyntaxError {
  /** What is wrong, in a few words. */
  readonly reason: Message;
  /** Where it goes wrong: an offset into the trimmed text without comments; absent where the whole text is at fault. */
  readonly at?: number;
  /** What could stand there, in the grammar's words. */
  readonly expected?: readonly string[];
}

/** A predicate or combination of a rule, and where it is written. Offsets count from the start of the trimmed rule. */
export interface LocatedRule {
  readonly rule: CfRule;
  readonly start: number;
  readonly end: number;
  readonly nameEnd: number;
}

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

semantics.addOperation<LocatedRule[]>("located", {
  Combination(name, _open, rules, _close) {
    return [located(this, name), ...rules.asIteration().children.flatMap((child): LocatedRule[] => child.located())];
  },
  TextPredicate(name, _open, _args, _close) {
    return [located(this, name)];
  },
  Predicate(name, _open, _args, _close) {
    return [located(this, name)];
  },
});

/** Reads a rule in either dialect; lines that start with "#" are comments. */
export function parseCf(code: string): CfParse {
  const source = withoutComments(code);
  if (source.trim() === "") return { reason: say`there is no rule` };
  if (depthOf(source) > MAX_DEPTH) return { reason: say`the rule is nested too deeply` };
  const match = CF_GRAMMAR.match(source.trim());
  if (match.failed()) return syntaxError(match);
  return { rule: semantics(match).rule() };
}

/** The rule and every rule inside it, outermost first; empty where the code, which holds no comments, is no rule. */
export function locateCf(code: string): readonly LocatedRule[] {
  if (depthOf(code) > MAX_DEPTH) return [];
  const match = CF_GRAMMAR.match(code.trim());
  return match.failed() ? [] : semantics(match).located();
}

/** Line and column as the grammar's library writes them in front; a rule has one line. */
const PLACE = /^Line \d+, col (\d+): /;

/** What the grammar expected, in its own words, and where. */
function reasonOf(said: string): Message {
  const [place = "", column] = PLACE.exec(said) ?? [];
  return column === undefined ? quoted(said) : say`column ${column}: ${said.slice(place.length)}`;
}

function syntaxError(match: FailedMatchResult): CfSyntaxError {
  return {
    reason: reasonOf(match.shortMessage),
    at: match.getRightmostFailurePosition(),
    expected: match.getExpectedText().split(/,? or |, /),
  };
}

function located(whole: Node, name: Node): LocatedRule {
  const { startIdx, endIdx } = whole.source;
  return { rule: whole.rule(), start: startIdx, end: endIdx, nameEnd: name.source.endIdx };
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
