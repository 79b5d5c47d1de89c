import { say } from "../../../errors";
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

export const checkKeyword: Rule = (node) => (KEYWORDS.has(node.text) ? say`${node.text} is not a name` : undefined);

export const checkReturn: Rule = (node, { nodes }) => {
  const owner = enclosing(node, FUNCTION, CLASS);
  if (owner === undefined) return say`return outside a function`;
  const isAsync = owner.children[0]?.type === "async" && node.children.some(({ named }) => named);
  const yields = (each: SyntaxNode) => each.type === "yield" && enclosing(each, FUNCTION_OR_LAMBDA, CLASS) === owner;
  return isAsync && nodes.some(yields) ? say`an asynchronous generator returns no value` : undefined;
};

export const checkYield: Rule = (node) => {
  if (enclosing(node, FUNCTION_OR_LAMBDA, CLASS) === undefined) return say`yield outside a function`;
  return isInComprehension(node) ? say`yield inside a comprehension` : undefined;
};

/** What a comprehension goes through first belongs to the code around it. */
function isInComprehension(node: SyntaxNode): boolean {
  let from = node;
  for (let at = node.parent; at !== undefined && !SCOPE.has(at.type); at = at.parent) {
    const first = at.children.find(({ type }) => type === "for_in_clause");
    if (COMPREHENSIONS.has(at.type) && from !== first) return true;
    from = at;
  }
  return false;
}

export const checkAwait: Rule = (node) => (isInAsync(node) ? undefined : say`await outside an async function`);

/** The word `async` before a for or with; before def it needs nothing around it. */
export const checkAsync: Rule = (node) => {
  if (node.parent?.type === "function_definition") return undefined;
  if (node.parent?.type === "for_in_clause" && node.parent.parent?.type === "generator_expression") return undefined;
  return node.parent !== undefined && isInAsync(node.parent) ? undefined : say`async outside an async function`;
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
  return say`${node.text} outside a loop`;
};

export const checkGlobal: Rule = (node, { nodes }) => {
  const owner = enclosing(node, FUNCTION, CLASS);
  const parameters = owner?.children.find((child) => child.type === "parameters")?.children ?? [];
  const names = new Set(parameters.map((parameter) => parameter.text));
  const clash = node.children.find((child) => child.named && names.has(child.text));
  if (clash !== undefined) return say`${clash.text} is a parameter and global`;
  const declared = new Set(node.children.filter(({ named }) => named).map(({ text }) => text));
  const used = owner && nodes.find((each) => isUseBefore(each, node, owner) && declared.has(each.text));
  return used && say`${used.text} is used before it is said to be global`;
};

/** Whether a name stands in front of `statement`, in the function that it is about and in none inside of it. */
function isUseBefore(name: SyntaxNode, statement: SyntaxNode, owner: SyntaxNode): boolean {
  if (name.type !== "identifier" || name.start >= statement.start || name.start < owner.start) return false;
  if (
    /^(attribute|keyword_argument|parameters|global_statement)$/.test(name.parent?.type ?? "") &&
    name.field !== "object"
  )
    return false;
  return enclosing(name, SCOPE) === owner && name.field !== "name";
}

/** nonlocal needs a function around the function that it stands in. */
export const checkNonlocal: Rule = (node) => {
  // a class gives its methods __class__
  if (/^nonlocal\s+__class__$/.test(node.text)) return undefined;
  const owner = enclosing(node, FUNCTION);
  const around = owner === undefined ? undefined : enclosing(owner, FUNCTION);
  return around === undefined ? say`nonlocal without an enclosing function` : undefined;
};
