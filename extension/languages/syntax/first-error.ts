import { type Message, say } from "../../errors";
import type { SyntaxNode, SyntaxTree } from "./tree";

/** Longest piece of offending code that a reason quotes, in characters. */
const EXCERPT = 24;

/** In a few words, what the parser stumbled over first; undefined for a tree without errors. */
export function firstError(tree: SyntaxTree): Message | undefined {
  if (!tree.hasError) return undefined;
  const broken = tree.nodes.find((node) => node.missing || node.type === "ERROR");
  if (broken === undefined) return say`syntax error`;
  const line = broken.row + 1;
  if (broken.missing) return say`missing ${broken.type} (line ${line})`;
  return say`syntax error at ${excerpt(broken)} (line ${line})`;
}

function excerpt(node: SyntaxNode): string {
  const text = node.text.trim().replace(/\s+/g, " ");
  return JSON.stringify(text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text);
}
