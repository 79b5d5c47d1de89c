import type { SyntaxNode, SyntaxTree } from "./tree";

/** Longest piece of offending code that a reason quotes, in characters. */
const EXCERPT = 24;

/** In a few words, what the parser stumbled over first; undefined for a tree without errors. */
export function firstError(tree: SyntaxTree): string | undefined {
  if (!tree.hasError) return undefined;
  const broken = tree.nodes.find((node) => node.missing || node.type === "ERROR");
  if (broken === undefined) return "syntax error";
  const where = `line ${broken.row + 1}`;
  if (broken.missing) return `missing ${broken.type} (${where})`;
  return `syntax error at ${excerpt(broken)} (${where})`;
}

function excerpt(node: SyntaxNode): string {
  const text = node.text.trim().replace(/\s+/g, " ");
  return JSON.stringify(text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text);
}
