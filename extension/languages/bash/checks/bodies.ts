import type { Rule } from "../../rules";
import type { SyntaxNode } from "../../syntax";

const BRANCHES: ReadonlySet<string> = new Set(["elif_clause", "else_clause"]);

/** The commands between `then` and the next branch of an if or elif. */
export const checkBranches: Rule = (node) => {
  const then = node.children.findIndex((child) => child.type === "then");
  return node.children.slice(then + 1).some(isCommand) ? undefined : "no command after then";
};

/** The commands of a loop, an else or a group. */
export const checkBody: Rule = (node) =>
  node.children.some(isCommand) ? undefined : `no command after ${node.children[0]?.text ?? "the beginning"}`;

function isCommand(node: SyntaxNode): boolean {
  return node.named && node.type !== "comment" && !BRANCHES.has(node.type);
}
