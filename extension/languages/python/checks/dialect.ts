import type { Rule } from "../../rules";

/** Statements, operators and literals that only Python 2 had. */
export const checkPrint: Rule = () => "print is a function";

export const checkExec: Rule = () => "exec is a function";

export const checkOldOperator: Rule = (node) =>
  node.children.some((child) => child.type === "<>") ? "<> is not an operator" : undefined;

export const checkBackticks: Rule = (node) => (node.text.endsWith("`") ? "backticks are not an expression" : undefined);

export const checkTupleParameter: Rule = (node) =>
  /parameters$/.test(node.parent?.type ?? "") ? "a parameter cannot be a tuple" : undefined;

export const checkCommaInRaise: Rule = (node) =>
  node.children.some((child) => child.type === "expression_list") ? "raise takes one exception" : undefined;

export const checkCommaInExcept: Rule = (node) =>
  node.children.some((child) => child.type === ",") ? "several exceptions need parentheses" : undefined;
