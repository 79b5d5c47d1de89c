import { say } from "../../../errors";
import type { Rule } from "../../rules";

/** Statements, operators and literals that only Python 2 had. */
export const checkPrint: Rule = () => say`print is a function`;

export const checkExec: Rule = () => say`exec is a function`;

export const checkOldOperator: Rule = (node) =>
  node.children.some((child) => child.type === "<>") ? say`<> is not an operator` : undefined;

export const checkBackticks: Rule = (node) =>
  node.text.endsWith("`") ? say`backticks are not an expression` : undefined;

export const checkTupleParameter: Rule = (node) =>
  /parameters$/.test(node.parent?.type ?? "") ? say`a parameter cannot be a tuple` : undefined;

export const checkCommaInRaise: Rule = (node) =>
  node.children.some((child) => child.type === "expression_list") ? say`raise takes one exception` : undefined;

/** `except A, e:` was Python 2's way to name the exception; of Python 3.14 it takes several, whose names are written large. */
export const checkCommaInExcept: Rule = (node) => {
  const values = node.children.filter(({ field }) => field === "value");
  const last = values.at(-1);
  const namesOne = values.length === 2 && last?.type === "identifier" && /^[a-z_]/.test(last.text);
  const several = node.children.some(({ type }) => type === ",");
  const isMixed = several && values.some(({ type }) => type === "tuple" || type === "as_pattern");
  return namesOne || isMixed ? say`several exceptions need parentheses` : undefined;
};
