import type { SyntaxNode, SyntaxTree } from "../../../extension/languages/syntax";
import type { Slot } from "../../../extension/model";
import { findSlots } from "../../../extension/utterance";
import { hashed } from "./examples";
import type { PairRow } from "./rows";

/** Names that no pattern takes for a literal: only the code above tells that they are names. */
const NAMES = [
  "orders",
  "people",
  "prices",
  "cities",
  "readings",
  "players",
  "tickets",
  "samples",
  "points",
  "letters",
];
const IDENTIFIER = /^[A-Za-z_]\w*$/;
/** What the utterance may set around a name. */
const MARKS = /["'`“”‘’]/;

/**
 * Python rows whose utterance names a variable of the code, with plain words as names, unmarked in the utterance, and
 * the assignments that bind them as the code above: what a user writes who names a variable in passing. Repeats exactly.
 */
export function renameVariables(rows: readonly PairRow[], parse: (code: string) => SyntaxTree): PairRow[] {
  return rows.flatMap((row, at) => {
    if (row.lang !== "python") return [];
    const { nodes } = parse(row.code);
    const variables = findSlots(row.nl, "python").filter(
      ({ value }) => IDENTIFIER.test(value) && nodes.some((node) => isVariable(node, value)),
    );
    const free = NAMES.filter((name) => !new RegExp(`\\b${name}\\b`).test(`${row.nl} ${row.code}`));
    const first = Math.floor(hashed(`rename ${at}`) * free.length);
    const names = new Map(
      variables.map(({ value }, index) => [value, free[(first + index) % free.length] ?? value] as const),
    );
    if (names.size === 0 || names.size > free.length) return [];
    const spots = nodes.flatMap((node) =>
      isVariable(node, node.text) ? [[node.start, node.end, names.get(node.text) ?? node.text] as const] : [],
    );
    const context = [...names.values()].map((name) => `${name} = load()`).join("\n");
    return [{ ...row, nl: unmarked(row.nl, variables, names), code: replaced(row.code, spots), context }];
  });
}

/** An identifier that is neither an attribute, nor a keyword of a call, nor what is called or imported. */
function isVariable({ type, text, field, parent }: SyntaxNode, name: string): boolean {
  if (type !== "identifier" || text !== name || parent === undefined) return false;
  if (parent.type === "attribute") return field === "object";
  if (parent.type === "keyword_argument") return field === "value";
  return !(parent.type === "call" && field === "function") && !/import|dotted_name|definition/.test(parent.type);
}

/** The utterance with names in place of the variables, and nothing around them. */
function unmarked(utterance: string, variables: readonly Slot[], names: ReadonlyMap<string, string>): string {
  const spots = variables.flatMap(({ value, spans }) =>
    spans.map(([start, end]) => {
      const marked = MARKS.test(utterance.charAt(start - 1)) && MARKS.test(utterance.charAt(end));
      return [marked ? start - 1 : start, marked ? end + 1 : end, names.get(value) ?? value] as const;
    }),
  );
  return replaced(utterance, spots);
}

function replaced(text: string, spots: readonly (readonly [start: number, end: number, by: string])[]): string {
  return [...spots]
    .sort(([a], [b]) => b - a)
    .reduce((result, [start, end, by]) => result.slice(0, start) + by + result.slice(end), text);
}
