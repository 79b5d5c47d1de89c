import { say } from "../../../errors";
import type { Rule } from "../../rules";
import { childOfField, type SyntaxNode } from "../../syntax";

/** A body without a statement. */
export const checkBlock: Rule = (node) =>
  node.children.some((child) => child.named && child.type !== "comment") ? undefined : say`expected an indented block`;

/** A try needs except or finally, and a bare except comes last. */
export const checkTry: Rule = (node) => {
  const handlers = node.children.filter(
    (child) => child.type === "except_clause" || child.type === "except_group_clause",
  );
  if (handlers.length === 0 && !node.children.some((child) => child.type === "finally_clause")) {
    return say`try needs except or finally`;
  }
  const bare = handlers.findIndex((handler) => !handler.children.some((child) => child.field === "value"));
  if (bare >= 0 && bare < handlers.length - 1) return say`the bare except must come last`;
  const stars = new Set(
    handlers.map((handler) => handler.children.some((child) => child.type === "*" || child.type === "except*")),
  );
  return stars.size > 1 ? say`except and except* do not mix` : undefined;
};

/** A pattern that takes anything comes last: what is behind it is never reached. */
export const checkMatch: Rule = (node) => {
  const cases = (childOfField(node, "body") ?? node).children.filter(({ type }) => type === "case_clause");
  const open = cases.findIndex((each) => takesAnything(each));
  return open >= 0 && open < cases.length - 1 ? say`a case that takes anything must come last` : undefined;
};

function takesAnything(clause: SyntaxNode): boolean {
  const patterns = clause.children.filter(({ type }) => type === "case_pattern");
  const isGuarded = clause.children.some(({ field, type }) => field === "guard" || type === "if_clause");
  return (
    !isGuarded &&
    patterns.length === 1 &&
    /^[^\W\d]\w*$/u.test(patterns[0]?.text ?? "") &&
    !clause.children.some(({ type }) => type === ",") &&
    !/^(None|True|False)$/.test(patterns[0]?.text ?? "")
  );
}

export const checkRaise: Rule = (node) =>
  node.children[1]?.type === "from" ? say`raise from needs an exception` : undefined;
