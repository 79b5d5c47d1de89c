import type { SyntaxNode, SyntaxTree } from "../syntax";
import { KNOWN_NAMES } from "./known-names";
import { namesInPython } from "./names";

/** Fields in which an identifier is no name of a value: what follows a dot, what an argument is called. */
const NOT_A_VALUE: Readonly<Record<string, string>> = { attribute: "attribute", keyword_argument: "name" };
const BOUND_INSIDE = new Set(["lambda_parameters", "for_in_clause", "parameters"]);

/**
 * The names that code uses and that neither it nor the language binds, in the order of their appearance: they are somebody's,
 * the user's or those of whoever wrote an example.
 */
export function freeNamesInPython(tree: SyntaxTree): readonly string[] {
  const bound = new Set([...namesInPython(tree), ...tree.nodes.flatMap(boundInside)]);
  const free = tree.nodes.filter(
    (node) => node.type === "identifier" && isValue(node) && !bound.has(node.text) && !KNOWN_NAMES.has(node.text),
  );
  return [...new Set(free.map(({ text }) => text))];
}

const isValue = ({ parent, field }: SyntaxNode): boolean =>
  parent === undefined || NOT_A_VALUE[parent.type] === undefined || NOT_A_VALUE[parent.type] !== field;

/** What a comprehension, a lambda or a function binds for its own expression. */
export function boundInside(node: SyntaxNode): readonly string[] {
  if (!BOUND_INSIDE.has(node.type)) return [];
  const binds = node.type === "for_in_clause" ? node.children.filter(({ field }) => field === "left") : node.children;
  return binds.flatMap(identifiers);
}

const identifiers = (node: SyntaxNode): readonly string[] =>
  node.type === "identifier" ? [node.text] : node.children.flatMap(identifiers);
