import { type Message, say } from "../errors";
import type { Validity } from "./language";
import { firstError, type SyntaxNode, type SyntaxTree } from "./syntax";

/** What is wrong with a node, in a few words; undefined where the rule is content. */
export type Rule = (node: SyntaxNode, tree: SyntaxTree) => Message | undefined;

/** Rules by the node types that they look at. */
export type RuleBook = Readonly<Record<string, readonly Rule[]>>;

/** Whether a text has a character that is seen; a line separator alone is a word to a grammar. */
const isSeen = (text: string): boolean => /[^\p{Z}\p{C}]/u.test(text);

/**
 * Whether a tree is a valid program: the parser found no error, there is a statement, and every rule is content.
 * @param rules what the grammar lets through although the language does not
 */
export function judgeTree(tree: SyntaxTree, rules: RuleBook): Validity {
  const error = firstError(tree);
  if (error !== undefined) return { valid: false, reason: error };
  if (!tree.root.children.some((node) => node.named && node.type !== "comment" && isSeen(node.text))) {
    return { valid: false, reason: say`there is no statement` };
  }
  for (const node of tree.nodes) {
    for (const rule of rules[node.type] ?? []) {
      const complaint = rule(node, tree);
      if (complaint !== undefined) return { valid: false, reason: say`${complaint} (line ${node.row + 1})` };
    }
  }
  return { valid: true };
}
