import { say } from "../../../errors";
import type { Rule } from "../../rules";
import { enclosing, type SyntaxNode } from "../../syntax";

const FUNCTION_OR_CLASS: ReadonlySet<string> = new Set(["function_definition", "class_definition"]);

/** `from a import b.c` and a star inside a function. */
export const checkImportFrom: Rule = (node) => {
  const dotted = node.children.some(
    (child) =>
      child.field === "name" && /\./.test(child.type === "aliased_import" ? firstText(child.text) : child.text),
  );
  if (dotted) return say`an imported name cannot have a dot`;
  const star = node.children.some((child) => child.type === "wildcard_import");
  return star && enclosing(node, FUNCTION_OR_CLASS) !== undefined ? say`import * outside the module level` : undefined;
};

/** `from __future__ import …` comes first, and knows few names. */
export const checkFuture: Rule = (node, { root }) => {
  const statements = root.children.filter(({ named, type }) => named && type !== "comment");
  const before = statements.slice(0, statements.indexOf(node)).filter(({ type }) => type !== "future_import_statement");
  const isDocumented = before.length === 1 && statements[0] === before[0] && isText(before[0]);
  if (!statements.includes(node) || (before.length > 0 && !isDocumented)) return say`from __future__ must come first`;
  const unknown = node.children.find(({ field, text }) => field === "name" && !FEATURES.has(firstText(text)));
  return unknown && say`there is no future ${firstText(unknown.text)}`;
};

const FEATURES: ReadonlySet<string> = new Set(
  "nested_scopes generators division absolute_import with_statement print_function unicode_literals barry_as_FLUFL generator_stop annotations".split(
    " ",
  ),
);

const isText = (statement: SyntaxNode | undefined): boolean =>
  statement?.children.length === 1 && /string$/.test(statement.children[0]?.type ?? "");

export const checkTrailingComma: Rule = (node) =>
  node.children.at(-1)?.type === "," ? say`trailing comma without parentheses` : undefined;

function firstText(text: string): string {
  return text.split(/\s/, 1)[0] ?? text;
}
