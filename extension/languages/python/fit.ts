import type { Fitting, Surroundings } from "../language";
import { childOfField, enclosing, type Parse, type SyntaxNode, type SyntaxTree } from "../syntax";
import { isBuiltin } from "./builtins";
import { isEffect } from "./effects";
import { namesInPython } from "./names";

/** Stands where code is to go, so that the tree of the whole file says what is around it. */
const HERE = "__codefusion_here__";

/** What becomes of a value: a text in front of the expression; empty where it stays as it is. */
type Lead = string;

const DEFINITIONS: ReadonlySet<string> = new Set(["function_definition", "class_definition"]);
const FUNCTION: ReadonlySet<string> = new Set(["function_definition"]);
const BRANCHING: ReadonlySet<string> = new Set(["if_statement", "try_statement", "match_statement"]);
const CLAUSES: ReadonlySet<string> = new Set(["elif_clause", "else_clause", "except_clause", "case_clause"]);
const LOOPS: ReadonlySet<string> = new Set(["for_statement", "while_statement"]);
const LEAVES: ReadonlySet<string> = new Set([
  "return_statement",
  "raise_statement",
  "break_statement",
  "continue_statement",
]);
/** Methods of which Python itself takes no value. */
const RETURNS_NOTHING: ReadonlySet<string> = new Set(
  "__init__ __post_init__ __del__ __setattr__ __delattr__ __setitem__ __delitem__ __set__ __delete__".split(" "),
);
const NO_VALUE: ReadonlySet<string> = new Set([
  ...["assignment", "augmented_assignment", "named_expression", "yield", "ellipsis", "ERROR"],
]);

/**
 * How a candidate stands between the lines around it so that no value is thrown away. It is about a candidate whose last
 * statement is one expression with a value: no assignment, no `yield`, no call that is made for its effect (`print`,
 * `append`). In front of that expression comes, by the first of these rules that holds:
 *
 * 1. outside of any block nothing: a script's last value is its reader's;
 * 2. `name =`, as the last statement of a branch whose other branches all end by assigning to that name;
 * 3. `return`, where the enclosing function ends behind it: nothing follows on its way out, it is in no loop, and what it
 *    gives back is wanted (no generator, no `-> None`, no setter, no `__init__`);
 * 4. `name =`, inside a function whose next statements read exactly one name that the file binds nowhere;
 * 5. else nothing.
 */
export function fittingPython(parse: Parse, around: Surroundings): Fitting {
  const lead = leadAt(parse, around);
  return lead === "" ? (code) => code : (code) => withLead(parse, code, lead);
}

/**
 * How many lines at the end of `replaced` stay where `by` takes its place: from the first statement that returns, unless
 * `by` returns too.
 */
export function keptPython(parse: Parse, replaced: string, by: string): number {
  const isLeaving = LEAVES.has(statementsOf(parse(by).root).at(-1)?.type ?? "");
  const tree = parse(replaced);
  const first = statementsOf(tree.root).find((statement) => returns(statement));
  return isLeaving || first === undefined ? 0 : replaced.split("\n").length - first.row;
}

function withLead(parse: Parse, code: string, lead: Lead): string {
  const tree = parse(code);
  const last = statementsOf(tree.root).at(-1);
  if (tree.hasError || last === undefined || !isValue(last)) return code;
  return code.slice(0, last.start) + lead + code.slice(last.start);
}

function leadAt(parse: Parse, { before, after, indent }: Surroundings): Lead {
  if (indent === "") return "";
  const tree = parse(`${before}${before === "" || before.endsWith("\n") ? "" : "\n"}${indent}${HERE}\n${after}`);
  const here = tree.nodes.find(({ type, text }) => type === "identifier" && text === HERE)?.parent;
  if (here?.type !== "expression_statement" || isUnreachable(here)) return "";
  const branched = nameOfBranches(here);
  if (branched !== undefined) return `${branched} = `;
  const owner = enclosing(here, FUNCTION, DEFINITIONS);
  if (owner === undefined) return "";
  if (isLast(here, owner)) return isAnswering(owner) ? "return " : "";
  const read = nameReadNext(here, tree);
  return read === undefined ? "" : `${read} = `;
}

/** Whether a statement is one expression with a value that nobody takes. */
function isValue({ type, children }: SyntaxNode): boolean {
  return type === "expression_statement" && children.every((child) => !child.named || hasValue(child));
}

function hasValue(node: SyntaxNode): boolean {
  if (NO_VALUE.has(node.type)) return false;
  if (node.type === "await" || node.type === "parenthesized_expression") return node.children.every(isTokenOrValue);
  if (node.type === "list_comprehension") return hasValue(childOfField(node, "body") ?? node.children[0] ?? node);
  return node.type !== "call" || !isMadeForEffect(node);
}

function isTokenOrValue(node: SyntaxNode): boolean {
  return !node.named || hasValue(node);
}

function isMadeForEffect(call: SyntaxNode): boolean {
  const called = childOfField(call, "function");
  const name = called?.type === "attribute" ? childOfField(called, "attribute")?.text : called?.text;
  const isInPlace = childOfField(call, "arguments")?.children.some((each) => /^inplace\s*=\s*True$/.test(each.text));
  return isInPlace === true || isEffect(name ?? "");
}

/** The statements right inside a module or block. */
function statementsOf(block: SyntaxNode): readonly SyntaxNode[] {
  return block.children.filter(({ named, type }) => named && type !== "comment");
}

function followers(statement: SyntaxNode): readonly SyntaxNode[] {
  const all = statement.parent ? statementsOf(statement.parent) : [];
  return all.slice(all.indexOf(statement) + 1).filter(({ type }) => type !== "pass_statement");
}

function isUnreachable(statement: SyntaxNode): boolean {
  const all = statement.parent ? statementsOf(statement.parent) : [];
  return LEAVES.has(all[all.indexOf(statement) - 1]?.type ?? "");
}

/** The statement that `block` is a branch of, whatever clause stands between them. */
function branchedBy(block: SyntaxNode | undefined): SyntaxNode | undefined {
  let at = block?.parent;
  if (at && CLAUSES.has(at.type)) at = at.parent;
  return at?.type === "block" && at.parent?.type === "match_statement" ? at.parent : at;
}

/** Whether `owner`, a function, is over once `statement` is done. */
function isLast(statement: SyntaxNode, owner: SyntaxNode): boolean {
  if (followers(statement).length > 0) return false;
  const block = statement.parent;
  if (block?.parent === owner) return true;
  const outer = branchedBy(block);
  const isBody = block?.parent === outer;
  if (outer === undefined || (isBody && LOOPS.has(outer.type))) return false;
  // What is tried goes on in its `else`.
  if (isBody && outer.type === "try_statement" && outer.children.some(({ type }) => type === "else_clause"))
    return false;
  if (outer.type !== "with_statement" && !BRANCHING.has(outer.type) && !LOOPS.has(outer.type)) return false;
  return isLast(outer, owner);
}

/** Whether somebody may take what a function gives back. */
function isAnswering(owner: SyntaxNode): boolean {
  const name = childOfField(owner, "name")?.text ?? "";
  const isSetter =
    owner.parent?.type === "decorated_definition" &&
    owner.parent.children.some(({ type, text }) => type === "decorator" && /\.(setter|deleter)$/.test(text));
  const isProcedure = childOfField(owner, "return_type")?.text === "None";
  return !isProcedure && !isSetter && !RETURNS_NOTHING.has(name) && !contains(owner, (node) => node.type === "yield");
}

/** Whether `node` holds such a node without entering a definition inside of it. */
function contains(node: SyntaxNode, is: (node: SyntaxNode) => boolean): boolean {
  return node.children.some((child) => is(child) || (!DEFINITIONS.has(child.type) && contains(child, is)));
}

function returns(statement: SyntaxNode): boolean {
  const isReturn = ({ type }: SyntaxNode) => type === "return_statement";
  return isReturn(statement) || (!DEFINITIONS.has(statement.type) && contains(statement, isReturn));
}

/** The name that the last statement of every other branch assigns to. */
function nameOfBranches(here: SyntaxNode): string | undefined {
  const outer = branchedBy(here.parent);
  if (outer === undefined || !BRANCHING.has(outer.type) || followers(here).length > 0) return undefined;
  const blocks = [outer, ...outer.children, ...outer.children.flatMap(({ children }) => children)]
    .flatMap(({ type, children }) => (type === "finally_clause" ? [] : children))
    .filter((node) => node.type === "block" && node !== here.parent && branchedBy(node) === outer);
  const names = new Set(blocks.map((block) => assignedBy(statementsOf(block).at(-1))));
  const [name] = names;
  return names.size === 1 ? name : undefined;
}

function assignedBy(statement: SyntaxNode | undefined): string | undefined {
  const [assignment] = statement?.type === "expression_statement" ? statement.children : [];
  const left = assignment?.type === "assignment" ? childOfField(assignment, "left") : undefined;
  return left?.type === "identifier" ? left.text : undefined;
}

/** The one name that the statements behind `here` read although nothing in the file binds it. */
function nameReadNext(here: SyntaxNode, tree: SyntaxTree): string | undefined {
  const next = followers(here);
  const [start = Number.NaN, end = Number.NaN] = [next[0]?.start, next.at(-1)?.end];
  const isIn = (node: SyntaxNode) => start <= node.start && node.end <= end;
  if (tree.nodes.some(({ type }) => type === "wildcard_import")) return undefined;
  const bound = new Set(namesInPython({ ...tree, nodes: tree.nodes.filter(isIn) }));
  const elsewhere = new Set(tree.nodes.flatMap((node) => (node.type === "identifier" && !isIn(node) ? node.text : [])));
  const free = tree.nodes.filter((node) => isIn(node) && isRead(node));
  const names = new Set(
    free.flatMap(({ text }) => (bound.has(text) || elsewhere.has(text) || isBuiltin(text) ? [] : text)),
  );
  const [name] = names;
  return names.size === 1 ? name : undefined;
}

/** Whether an identifier is read as a value: not called, and no attribute, keyword or parameter. */
function isRead({ type, field, parent }: SyntaxNode): boolean {
  if (type !== "identifier" || field === "attribute" || field === "name") return false;
  return field !== "function" && !/parameters?$/.test(parent?.type ?? "");
}
