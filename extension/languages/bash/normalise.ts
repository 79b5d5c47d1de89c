import type { SyntaxNode, SyntaxTree } from "../syntax";

/** Leaves that carry no meaning: the tree's shape says where statements end. */
const SEPARATORS: ReadonlySet<string> = new Set([";", "\n", ";;\n"]);
/** Nodes whose parts touch each other. */
const GLUED: ReadonlySet<string> = new Set(["concatenation", "string", "simple_expansion", "expansion"]);
/** Text that means the same with and without quotes. */
const PLAIN = /^[\w./:=@%+,-]+$/;

/** Key under which two scripts count as the same: white space, comments, separators and quote style removed. */
export function normaliseBash(tree: SyntaxTree): string {
  return key(tree.root);
}

function key(node: SyntaxNode): string {
  if (node.type === "comment") return "";
  const literal = literalText(node);
  if (literal !== undefined) return PLAIN.test(literal) ? literal : JSON.stringify(literal);
  if (node.type === "string") return `expanded"${inner(node)}"`;
  if (node.type === "heredoc_body" || node.children.length === 0) {
    return SEPARATORS.has(node.type) ? "" : node.text.replace(/\\\n/g, "");
  }
  const parts = node.children.map(key).filter((part) => part !== "");
  if (GLUED.has(node.type)) return parts.join("");
  return parts.length === 1 ? parts.join("") : `(${parts.join(" ")})`;
}

/** The text of a quoted string that expands nothing. */
function literalText(node: SyntaxNode): string | undefined {
  if (node.type === "raw_string") return node.text.slice(1, -1);
  if (node.type !== "string") return undefined;
  const expands = node.children.some((child) => child.named && child.type !== "string_content");
  return expands
    ? undefined
    : node.text.slice(1, -1).replace(/\\([\\"$`\n])/g, (_, escaped) => (escaped === "\n" ? "" : escaped));
}

/** What stands between the quotes, white space included: it lies between the children, not in them. */
function inner(node: SyntaxNode): string {
  let out = "";
  let at = node.start + 1;
  const end = node.end - 1;
  for (const child of node.children) {
    if (child.start < at || child.end > end || !child.named || child.type === "string_content") continue;
    out += node.text.slice(at - node.start, child.start - node.start) + key(child);
    at = child.end;
  }
  return out + node.text.slice(at - node.start, end - node.start);
}
