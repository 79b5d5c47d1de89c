import { type Message, say } from "../../../errors";
import type { Rule } from "../../rules";
import { childOfField, type SyntaxNode } from "../../syntax";

const set = (...types: string[]): ReadonlySet<string> => new Set(types);

/** What a single name, attribute or item looks like. */
const SINGLE = set("identifier", "attribute", "subscript");
/** What holds several targets. */
const SEVERAL = set(
  ..."tuple list pattern_list tuple_pattern list_pattern expression_list parenthesized_expression as_pattern_target".split(
    " ",
  ),
);
const STARS = set("list_splat", "list_splat_pattern");
/** What is written behind a value: `a.b`, `a()`, `a[0]`, and what is reckoned with it. */
const APPLIED = set("attribute", "call", "subscript", "binary_operator");
/** Where one star may stand. */
const STAR_PARENTS = set(
  ..."list tuple set argument_list expression_list subscript pattern_list tuple_pattern list_pattern".split(" "),
  ..."parameters lambda_parameters typed_parameter type case_pattern index_expression".split(" "),
);

export const checkAssignment: Rule = (node) => {
  const left = childOfField(node, "left");
  if (left === undefined) return undefined;
  if (childOfField(node, "type") !== undefined) {
    if (node.parent?.type === "assignment") return say`an annotation cannot stand here`;
    return isSingle(left) ? undefined : say`only a single target can be annotated`;
  }
  return complaint(left, cannotAssign);
};

export const checkAugmented: Rule = (node) => {
  const left = childOfField(node, "left");
  if (/assignment$/.test(node.parent?.type ?? "")) return say`an update is no value`;
  return left === undefined || isSingle(left) ? undefined : say`cannot update ${left.text}`;
};

export const checkDelete: Rule = (node) => {
  const targets = node.children.filter((child) => child.named);
  const starred = targets.some((target) => STARS.has(target.type));
  return starred ? say`cannot delete a starred name` : firstOf(targets, cannotDelete);
};

export const checkLoopTarget: Rule = (node) => {
  const left = childOfField(node, "left");
  const rights = node.type === "for_in_clause" ? node.children.filter((child) => child.field === "right") : [];
  if (rights.length > 1) return say`a generator needs parentheses`;
  return left === undefined ? undefined : complaint(left, cannotAssign);
};

export const checkAlias: Rule = (node) => firstOf(node.children, cannotAssign);

/** := takes a name, and stands alone only in parentheses. */
export const checkWalrus: Rule = (node) => {
  const name = childOfField(node, "name");
  if (name?.type !== "identifier") return say`:= needs a name`;
  if (loopNames(node).has(name.text)) return say`${name.text} is what the comprehension goes through`;
  const parent = node.parent?.type;
  const needsParentheses =
    parent === "expression_statement" || parent === "assignment" || parent === "augmented_assignment";
  return needsParentheses || parent === "keyword_argument" ? say`:= needs parentheses` : undefined;
};

/** The names that the comprehensions around a node bind. */
function loopNames(node: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at = node.parent; at !== undefined && !/^(lambda|function_definition)$/.test(at.type); at = at.parent) {
    for (const clause of at.children.filter(({ type }) => type === "for_in_clause"))
      for (const name of clause.children.find(({ field }) => field === "left")?.text.match(/\w+/g) ?? [])
        names.add(name);
  }
  return names;
}

export const checkSplat: Rule = (node) => {
  const parent = holderOf(node);
  if (parent === undefined || !STAR_PARENTS.has(parent.type)) return say`a starred expression cannot stand here`;
  const alone = parent.type === "tuple" && !parent.children.some((child) => child.type === ",");
  return alone ? say`a starred expression cannot stand here` : undefined;
};

/** What holds `*a.b()`: the grammar takes the call for one of `*a.b`. */
function holderOf(splat: SyntaxNode): SyntaxNode | undefined {
  let at = splat;
  while (at.parent !== undefined && APPLIED.has(at.parent.type) && at.parent.children[0] === at) at = at.parent;
  return at.parent;
}

export const checkDictionarySplat: Rule = (node) =>
  /^(dictionary|argument_list)$/.test(node.parent?.type ?? "") ? undefined : say`** cannot stand here`;

function isSingle(node: SyntaxNode): boolean {
  if (SINGLE.has(node.type)) return true;
  const [, inner] = node.children;
  return /^(parenthesized_expression|tuple_pattern)$/.test(node.type) &&
    node.children.length === 3 &&
    inner !== undefined
    ? isSingle(inner)
    : false;
}

type Cannot = (target: string) => Message;
const cannotAssign: Cannot = (target) => say`cannot assign to ${target}`;
const cannotDelete: Cannot = (target) => say`cannot delete ${target}`;

/** Why a node cannot be assigned to or deleted; several targets are looked at one by one. */
function complaint(node: SyntaxNode, cannot: Cannot): Message | undefined {
  if (SINGLE.has(node.type)) return undefined;
  if (STARS.has(node.type)) {
    const parent = node.parent?.type ?? "";
    return SEVERAL.has(parent) ? firstOf(node.children, cannot) : say`a starred target must be in a list or tuple`;
  }
  if (!SEVERAL.has(node.type)) return cannot(node.text);
  if (node.children.filter((child) => STARS.has(child.type)).length > 1) return say`several starred targets`;
  return firstOf(node.children, cannot);
}

function firstOf(nodes: readonly SyntaxNode[], cannot: Cannot): Message | undefined {
  return nodes
    .filter((child) => child.named && child.type !== "comment")
    .map((child) => complaint(child, cannot))
    .find((reason) => reason !== undefined);
}

/** Statements that may give a value a name with `as`. */
const ALIASING = set("with_item", "except_clause", "except_group_clause", "case_pattern", "case_clause");

export const checkAsPattern: Rule = (node) => {
  const { parent } = node;
  // `with (open(a) as f):`, which the grammar takes for an expression in parentheses
  const item = /^(parenthesized_expression|tuple)$/.test(parent?.type ?? "") ? parent?.parent : undefined;
  if (item?.type === "with_item") return undefined;
  return ALIASING.has(parent?.type ?? "") ? undefined : say`as cannot stand here`;
};

/** An exception gets one name, no attribute. */
export const checkExceptName: Rule = (node) => {
  const alias = node.children.find(({ field }) => field === "value")?.children.find(({ field }) => field === "alias");
  return alias === undefined || alias.children.every(({ type }) => type === "identifier")
    ? undefined
    : say`an exception needs a name`;
};
