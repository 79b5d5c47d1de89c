import type { Rule } from "../../rules";
import { enclosing, type SyntaxNode } from "../../syntax";

const set = (...types: string[]): ReadonlySet<string> => new Set(types);

const FUNCTION = set("function_definition");
const FUNCTION_OR_LAMBDA = set("function_definition", "lambda");
const CLASS = set("class_definition");
const SCOPE = set("function_definition", "class_definition", "lambda");
const COMPREHENSIONS = set(
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
);
const LOOPS = set("for_statement", "while_statement");
const KEYWORDS = set(
  ..."False None True and as assert async await break class continue def del elif else except finally for from global".split(
    " ",
  ),
  ..."if import in is lambda nonlocal not or pass raise return try while with yield".split(" "),
);

export const checkKeyword: Rule = (node) => (KEYWORDS.has(node.text) ? `${node.text} is not a name` : undefined);

export const checkReturn: Rule = (node) =>
  enclosing(node, FUNCTION, CLASS) === undefined ? "return outside a function" : undefined;

export const checkYield: Rule = (node) => {
  if (enclosing(node, FUNCTION_OR_LAMBDA, CLASS) === undefined) return "yield outside a function";
  return enclosing(node, COMPREHENSIONS, SCOPE) === undefined ? undefined : "yield inside a comprehension";
};

export const checkAwait: Rule = (node) => (isInAsync(node) ? undefined : "await outside an async function");

/** The word `async` before a for or with; before def it needs nothing around it. */
export const checkAsync: Rule = (node) => {
  if (node.parent?.type === "function_definition") return undefined;
  return node.parent !== undefined && isInAsync(node.parent) ? undefined : `async outside an async function`;
};

function isInAsync(node: SyntaxNode): boolean {
  const scope = enclosing(node, FUNCTION_OR_LAMBDA, CLASS);
  return scope?.type === "function_definition" && scope.children[0]?.type === "async";
}

/** break and continue: in the body of a loop, not in its else, not across a function or class. */
export const checkJump: Rule = (node) => {
  for (let at: SyntaxNode = node; at.parent !== undefined; at = at.parent) {
    if (SCOPE.has(at.parent.type)) break;
    if (LOOPS.has(at.parent.type) && at.type !== "else_clause") return undefined;
  }
  return `${node.text} outside a loop`;
};

export const checkGlobal: Rule = (node) => {
  const owner = enclosing(node, FUNCTION, CLASS);
  const parameters = owner?.children.find((child) => child.type === "parameters")?.children ?? [];
  const names = new Set(parameters.map((parameter) => parameter.text));
  const clash = node.children.find((child) => child.named && names.has(child.text));
  return clash === undefined ? undefined : `${clash.text} is a parameter and global`;
};

/** nonlocal needs a function around the function that it stands in. */
export const checkNonlocal: Rule = (node) => {
  const owner = enclosing(node, FUNCTION);
  const around = owner === undefined ? undefined : enclosing(owner, FUNCTION);
  return around === undefined ? "nonlocal without an enclosing function" : undefined;
};
