import type { SyntaxNode, SyntaxTree } from "../../../../extension/languages/syntax";
import { numberKey } from "./literals";
import { stringKey } from "./strings";

/** Nodes that are no part of the program. */
const TRIVIA: ReadonlySet<string> = new Set(["comment", "line_continuation"]);
/** Tokens that the node types already imply. */
const PUNCTUATION: ReadonlySet<string> = new Set(["(", ")", "[", "]", "{", "}", ",", ":", ";", "=", "."]);
/** Statements and operators that Python 3 does not have. */
const PYTHON_2: ReadonlySet<string> = new Set(["print_statement", "exec_statement", "chevron", "<>"]);
/** Patterns have the same tree as the expressions that they look like. */
const SAME_AS: Readonly<Record<string, string>> = { list_pattern: "list", list_splat_pattern: "list_splat" };

/**
 * A key that two Python programs share when their syntax trees are equal: layout, comments, quote style, redundant
 * parentheses, trailing commas and the spelling of literals do not count.
 * @returns undefined where the source is not Python 3
 */
export function pythonTreeKey(tree: SyntaxTree): string | undefined {
  return tree.hasError ? undefined : keyOf(tree.root);
}

function keyOf(node: SyntaxNode): string | undefined {
  if (PYTHON_2.has(node.type)) return undefined;
  const parts = inner(node);
  switch (node.type) {
    case "parenthesized_expression":
      return parts.every((part) => !part.named) ? undefined : only(operands(node));
    case "expression_statement":
    case "expression_list":
    case "pattern_list":
    case "tuple_pattern":
      return operands(node).length === 1 && !parts.some((part) => part.type === ",")
        ? only(operands(node))
        : list("tuple", operands(node));
    case "string":
      return stringKey([node], keyOf);
    case "concatenated_string":
      return stringKey(operands(node), keyOf);
    case "integer":
    case "float":
      return numberKey(node.text);
    case "boolean_operator":
      return list(parts.find((part) => !part.named)?.type ?? "", flatten(node));
    case "subscript":
      return subscript(node);
    case "slice":
      return slice(parts);
    case "argument_list":
      return argumentsKey(operands(node));
    case "call":
      return callKey(node);
    case "class_definition":
      return list("class", withoutEmptyBases(parts));
    case "if_statement":
      return ifKey(parts);
    case "delete_statement":
      return list(
        "delete",
        operands(node).flatMap((part) => (part.type === "expression_list" ? operands(part) : [part])),
      );
    case "raise_statement":
      return operands(node).some((part) => part.type === "expression_list") ? undefined : list("raise", parts);
    case "except_clause":
      return parts.filter((part) => part.field === "value").length > 1 ? undefined : list("except", parts);
    case "for_in_clause":
      return parts.filter((part) => part.field === "right").length > 1 ? undefined : list("for_in", parts);
    default:
      if (parts.length === 0 || node.type === "import_prefix")
        return node.named ? `${node.type}:${node.text.replace(/\s+/g, "")}` : node.type;
      return list(SAME_AS[node.type] ?? node.type, parts);
  }
}

const inner = (node: SyntaxNode) => node.children.filter((child) => !TRIVIA.has(child.type));
const operands = (node: SyntaxNode) => inner(node).filter((child) => child.named);

function only(nodes: readonly SyntaxNode[]): string | undefined {
  const [node] = nodes;
  return node && keyOf(node);
}

/** `(head child …)` without implied punctuation; undefined as soon as one child has no key. */
function list(head: string, nodes: readonly SyntaxNode[]): string | undefined {
  const keys = nodes.filter((node) => node.named || !PUNCTUATION.has(node.type)).map(keyOf);
  return compose(head, keys);
}

function compose(head: string, keys: readonly (string | undefined)[]): string | undefined {
  return keys.includes(undefined) ? undefined : `(${[head, ...keys].join(" ")})`;
}

/** `a and b and c` is one operation of three; parentheses keep it two. */
function flatten(node: SyntaxNode): SyntaxNode[] {
  const operator = inner(node).find((part) => !part.named)?.type;
  const same = (part: SyntaxNode) =>
    part.type === "boolean_operator" && inner(part).some((each) => each.type === operator);
  return operands(node).flatMap((part) => (same(part) ? flatten(part) : [part]));
}

/** `x[a, b]` and `x[a,]` index by a tuple. */
function subscript(node: SyntaxNode): string | undefined {
  const [value, ...indices] = operands(node);
  const single = indices.length === 1 && !inner(node).some((part) => part.type === ",");
  return compose("subscript", [value && keyOf(value), single ? only(indices) : list("tuple", indices)]);
}

/** Start, end and step by position, "-" where one is left out. */
function slice(parts: readonly SyntaxNode[]): string | undefined {
  const bounds: (string | undefined)[] = ["-", "-", "-"];
  let position = 0;
  for (const part of parts) {
    if (part.type === ":") position++;
    else bounds[position] = keyOf(part);
  }
  return compose("slice", bounds);
}

function callKey(node: SyntaxNode): string | undefined {
  const [called, given] = operands(node);
  if (!called || !given) return undefined;
  const bare = given.type === "generator_expression";
  return compose("call", [keyOf(called), bare ? argumentsKey([given]) : keyOf(given)]);
}

/** Positional arguments, then keyword arguments: their order among each other says nothing. */
function argumentsKey(nodes: readonly SyntaxNode[]): string | undefined {
  const isKeyword = (node: SyntaxNode) => node.type === "keyword_argument" || node.type === "dictionary_splat";
  return compose("arguments", [
    list(
      "positional",
      nodes.filter((node) => !isKeyword(node)),
    ),
    list("keywords", nodes.filter(isKeyword)),
  ]);
}

function withoutEmptyBases(parts: readonly SyntaxNode[]): SyntaxNode[] {
  return parts.filter((part) => part.type !== "argument_list" || operands(part).length > 0);
}

/** `elif` is an `if` alone in the `else` block. */
function ifKey(parts: readonly SyntaxNode[]): string | undefined {
  const named = parts.filter((part) => part.named);
  const own = named.filter((part) => part.type !== "elif_clause" && part.type !== "else_clause");
  const [next, ...rest] = named.slice(own.length);
  const keys = own.map(keyOf);
  if (!next) return compose("if", keys);
  if (next.type === "else_clause") return compose("if", [...keys, only(operands(next))]);
  return compose("if", [...keys, compose("block", [ifKey([...operands(next), ...rest])])]);
}
