import type { SyntaxNode, SyntaxTree } from "../syntax";

const LITERALS: ReadonlySet<string> = new Set(["integer", "float", "string", "true", "false", "none"]);
/** Roles in which a name says what the program does, so that a template keeps it. */
const TELLING_FIELDS: ReadonlySet<string> = new Set(["function", "attribute", "module_name"]);
const TELLING_PARENTS: ReadonlySet<string> = new Set(["keyword_argument", "dotted_name", "aliased_import"]);

/** Key under which two programs count as the same: white space, comments and quote style removed. */
export function normalisePython(tree: SyntaxTree): string {
  return key(tree.root);
}

/** Key under which two programs count as the same idea: variables and literals removed, called names kept. */
export function templatePython(tree: SyntaxTree): string {
  return key(tree.root, leafTemplate);
}

function key(node: SyntaxNode, leaf: (node: SyntaxNode) => string | undefined = () => undefined): string {
  if (node.type === "comment" || node.type === ";") return "";
  const replaced = leaf(node);
  if (replaced !== undefined) return replaced;
  if (node.type === "string") return stringKey(node);
  if (node.children.length === 0) return node.text;
  const parts = node.children.map((child) => key(child, leaf)).filter((part) => part !== "");
  return parts.length === 1 ? parts.join("") : `(${parts.join(" ")})`;
}

function leafTemplate(node: SyntaxNode): string | undefined {
  if (LITERALS.has(node.type)) return "_";
  if (node.type !== "identifier") return undefined;
  const { field, parent } = node;
  if (field !== null && TELLING_FIELDS.has(field)) return node.text;
  if (parent !== undefined && TELLING_PARENTS.has(parent.type) && field !== "value" && field !== "alias")
    return node.text;
  return "_";
}

/** A string by its prefix and content; an escaped quote is the quote. */
function stringKey(node: SyntaxNode): string {
  const start = node.children.find((child) => child.type === "string_start")?.text ?? '"';
  const end = node.children.find((child) => child.type === "string_end")?.text ?? '"';
  const prefix = start
    .replace(/["'`]+$/, "")
    .toLowerCase()
    .replace("u", "");
  const content = node.text.slice(start.length, node.text.length - end.length);
  const plain = prefix.includes("r") ? content : content.replace(/\\(["'])/g, "$1");
  return `${prefix}${JSON.stringify(plain)}`;
}
