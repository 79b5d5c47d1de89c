import { say } from "../../../errors";
import type { Rule } from "../../rules";
import { childOfField, type SyntaxNode } from "../../syntax";

/** The order of arguments, and keywords given twice. */
export const checkArguments: Rule = (node) => {
  if (node.children[1]?.type === ",") return say`unexpected comma`;
  const keywords = new Set<string>();
  let unpacked = false;
  for (const argument of node.children.filter((child) => child.named && child.type !== "comment")) {
    if (argument.type === "keyword_argument") {
      const name = childOfField(argument, "name")?.text ?? "";
      if (keywords.has(name)) return say`argument ${name} is given twice`;
      keywords.add(name);
    } else if (argument.type === "dictionary_splat") {
      unpacked = true;
    } else if (unpacked || (keywords.size > 0 && !isUnpacking(argument))) {
      return say`a positional argument follows a keyword argument`;
    }
  }
  return undefined;
};

function isUnpacking(argument: SyntaxNode): boolean {
  return argument.type === "list_splat" || argument.text.startsWith("*");
}
