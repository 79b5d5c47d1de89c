import type { Rule } from "../../rules";

/** A body without a statement. */
export const checkBlock: Rule = (node) =>
  node.children.some((child) => child.named && child.type !== "comment") ? undefined : "expected an indented block";

/** A try needs except or finally, and a bare except comes last. */
export const checkTry: Rule = (node) => {
  const handlers = node.children.filter(
    (child) => child.type === "except_clause" || child.type === "except_group_clause",
  );
  if (handlers.length === 0 && !node.children.some((child) => child.type === "finally_clause")) {
    return "try needs except or finally";
  }
  const bare = handlers.findIndex((handler) => !handler.children.some((child) => child.field === "value"));
  if (bare >= 0 && bare < handlers.length - 1) return "the bare except must come last";
  const stars = new Set(
    handlers.map((handler) => handler.children.some((child) => child.type === "*" || child.type === "except*")),
  );
  return stars.size > 1 ? "except and except* do not mix" : undefined;
};

export const checkRaise: Rule = (node) =>
  node.children[1]?.type === "from" ? "raise from needs an exception" : undefined;
