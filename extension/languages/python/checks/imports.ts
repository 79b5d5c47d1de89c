import type { Rule } from "../../rules";
import { enclosing } from "../../syntax";

const FUNCTION_OR_CLASS: ReadonlySet<string> = new Set(["function_definition", "class_definition"]);

/** `from a import b.c` and a star inside a function. */
export const checkImportFrom: Rule = (node) => {
  const dotted = node.children.some(
    (child) =>
      child.field === "name" && /\./.test(child.type === "aliased_import" ? firstText(child.text) : child.text),
  );
  if (dotted) return "an imported name cannot have a dot";
  const star = node.children.some((child) => child.type === "wildcard_import");
  return star && enclosing(node, FUNCTION_OR_CLASS) !== undefined ? "import * outside the module level" : undefined;
};

export const checkTrailingComma: Rule = (node) =>
  node.children.at(-1)?.type === "," ? "trailing comma without parentheses" : undefined;

function firstText(text: string): string {
  return text.split(/\s/, 1)[0] ?? text;
}
