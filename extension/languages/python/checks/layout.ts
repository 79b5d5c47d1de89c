import { say } from "../../../errors";
import type { Rule } from "../../rules";
import type { SyntaxNode } from "../../syntax";

/** Nodes whose children are statements. */
const BODIES: ReadonlySet<string> = new Set(["module", "block"]);
/** Parts of a compound statement that start a line at its indentation. */
const CLAUSES: ReadonlySet<string> = new Set([
  "elif_clause",
  "else_clause",
  "except_clause",
  "except_group_clause",
  "finally_clause",
]);
/** Statements that cannot follow another on its line. */
const COMPOUND: ReadonlySet<string> = new Set([
  "if_statement",
  "for_statement",
  "while_statement",
  "try_statement",
  "with_statement",
  "function_definition",
  "class_definition",
  "decorated_definition",
  "match_statement",
]);
const OPENING: ReadonlySet<string> = new Set(["(", "[", "{"]);
const CLOSING: ReadonlySet<string> = new Set([")", "]", "}"]);
const TRIVIA: ReadonlySet<string> = new Set(["comment"]);

/** Indentation and line ends, which the grammar takes lightly: looks at the whole module at once. */
export const checkLayout: Rule = (root, tree) => {
  const starts = lineStarts(tree.nodes);
  let depth = 0;
  let lastRow = -1;
  let lastEnd = 0;
  for (const leaf of tree.nodes) {
    if (leaf.children.length > 0 || leaf.type === "block") continue;
    if (TRIVIA.has(leaf.type) || leaf === root) continue;
    const start = starts.get(leaf.start);
    const continued = /\\\r?\n/.test(tree.source.slice(lastEnd, leaf.start).replace(/#.*/g, ""));
    const newLine = leaf.row > lastRow && depth === 0 && !continued && !isInsideString(leaf);
    if (newLine && start === undefined) return say`unexpected line end before line ${leaf.row + 1}`;
    if (newLine && start !== undefined && leaf.column !== columnOf(start))
      return say`unexpected indent in line ${leaf.row + 1}`;
    if (!newLine && start !== undefined && COMPOUND.has(start.type)) return say`${leaf.text} must start a line`;
    if (OPENING.has(leaf.type)) depth += 1;
    if (CLOSING.has(leaf.type)) depth -= 1;
    lastRow = leaf.row + leaf.text.split("\n").length - 1;
    lastEnd = leaf.end;
  }
  return tree.nodes.some((node) => node.type === "block" && !isDeeper(node))
    ? say`expected an indented block`
    : undefined;
};

/** Statements and clauses by the offset at which they start; the outermost where several start together. */
function lineStarts(nodes: readonly SyntaxNode[]): Map<number, SyntaxNode> {
  const starts = new Map<number, SyntaxNode>();
  for (const node of nodes) {
    const isStatement =
      node.parent !== undefined && BODIES.has(node.parent.type) && node.named && node.type !== "comment";
    const opens = isStatement || CLAUSES.has(node.type) || node.type === "case_clause" || isDecorated(node);
    if (opens && !starts.has(node.start)) starts.set(node.start, node);
  }
  return starts;
}

function isDecorated(node: SyntaxNode): boolean {
  return node.parent?.type === "decorated_definition";
}

/** The column at which a statement or clause has to start. */
function columnOf(start: SyntaxNode): number {
  const { parent } = start;
  if (parent === undefined || parent.type === "module") return 0;
  if (CLAUSES.has(start.type) || isDecorated(start)) return parent.column;
  return statementsOf(parent)[0]?.column ?? start.column;
}

/** Whether a block that starts a line of its own is indented deeper than the statement that it belongs to. */
function isDeeper(block: SyntaxNode): boolean {
  const [first] = statementsOf(block);
  const owner = block.parent;
  if (first === undefined || owner === undefined || first.row === owner.row) return true;
  const header = owner.children.findLast((child) => child.type === ":" && child.end <= first.start);
  return header === undefined || header.row === first.row || first.column > owner.column;
}

function statementsOf(block: SyntaxNode): readonly SyntaxNode[] {
  return block.children.filter((child) => child.named && !TRIVIA.has(child.type));
}

function isInsideString(leaf: SyntaxNode): boolean {
  for (let at: SyntaxNode | undefined = leaf; at !== undefined; at = at.parent) {
    if (at.type === "string") return at.start < leaf.start;
  }
  return false;
}
