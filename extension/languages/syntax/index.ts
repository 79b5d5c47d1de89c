/** Turns source text into plain syntax trees with the tree-sitter grammars, and says where the text is broken. */

export { firstError } from "./first-error";
export { type GrammarId, loadGrammar, type Parse } from "./grammars";
export { loadShellParser, type ShellFault } from "./shell";
export { childOfField, enclosing, type SyntaxNode, type SyntaxTree } from "./tree";
