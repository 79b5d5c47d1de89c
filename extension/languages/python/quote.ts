import { judgeTree } from "../rules";
import type { Parse } from "../syntax";
import { isBrokenUnicode } from "../text";
import { type PythonString, pythonContext } from "./context";
import { PYTHON_RULES } from "./rules";

const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const DOTTED = /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u;
const NAME_PART = /^[\p{L}\p{N}_]+$/u;
/** Statements whose next word is a name, and which names they take. */
const NEEDS_NAME = /(?:^|[\s;(])(?:def|class|as|global|nonlocal|for)[ \t]+$/;
const NEEDS_MODULE = /(?:^|[\s;])(?:import|from)[ \t]+$/;
/** The string that a literal becomes where it is no expression. */
const PLAIN_STRING: PythonString = { kind: "string", quote: '"', raw: false, bytes: false, formatted: false };
const ESCAPE =
  /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U(?:000[0-9a-fA-F]{5}|0010[0-9a-fA-F]{4})|N\{[A-Z][A-Z0-9 -]*\}|[^xuUN])|[\s\S]/gu;

/** The text to put for `literal` right after `before`; see Language.quote. */
export function quotePython(parse: Parse, literal: string, before: string): string | undefined {
  if (/[\0\r]/.test(literal) || isBrokenUnicode(literal)) return undefined;
  const context = pythonContext(before);
  const frame = context?.frames.at(-1);
  if (context === undefined || frame === undefined || context.escaping) return undefined;
  switch (frame.kind) {
    case "string":
      return insideString(literal, frame);
    case "comment":
      return literal.includes("\n") ? undefined : literal;
    case "formatSpec":
      return /^[\w.,<>^+%-]+$/.test(literal) ? literal : undefined;
    case "interpolation":
      return /["'\\#{}:!=]/.test(literal) || !isExpression(parse, literal) ? undefined : literal;
    case "code":
      return bare(parse, literal, before);
  }
}

function bare(parse: Parse, literal: string, before: string): string | undefined {
  if (/[\p{L}\p{N}_]$/u.test(before)) return NAME_PART.test(literal) ? literal : undefined;
  if (/["')\]}]$/.test(before)) return undefined;
  if (NEEDS_MODULE.test(before)) return DOTTED.test(literal) && isExpression(parse, literal) ? literal : undefined;
  if (NEEDS_NAME.test(before)) return NAME.test(literal) && isExpression(parse, literal) ? literal : undefined;
  if (/\.$/.test(before))
    return isExpression(parse, `x.${literal}`) && NAME_PART.test(literal.charAt(0)) ? literal : undefined;
  if (isExpression(parse, literal)) return literal;
  const inside = insideString(literal, PLAIN_STRING);
  return inside === undefined ? undefined : `"${inside}"`;
}

/** Whether the text is one expression and nothing else. */
function isExpression(parse: Parse, text: string): boolean {
  if (text !== text.trim() || text.includes("\n") || /\\$/.test(text)) return false;
  const tree = parse(text);
  const [statement, ...others] = tree.root.children;
  if (others.length > 0 || statement?.type !== "expression_statement" || statement.end !== text.length) return false;
  const [expression] = statement.children;
  return !/assignment/.test(expression?.type ?? "") && judgeTree(tree, PYTHON_RULES).valid;
}

const WINDOWS_PATH = /^(?:[A-Za-z]:|\\)\\[^\\]/;

/** The literal as the inside of a string: only what would end or break the string is escaped. */
function insideString(literal: string, string: PythonString): string | undefined {
  const mark = string.quote.charAt(0);
  if (literal.includes("\n") && string.quote.length === 1) return undefined;
  if (string.bytes && /[^\0-\x7f]/.test(literal)) return undefined;
  if (string.raw) return literal.includes(mark) || oddEnd(literal) ? undefined : braces(literal, string);
  // No path of Windows has escapes.
  if (WINDOWS_PATH.test(literal)) return braces(literal.replaceAll("\\", "\\\\").replaceAll(mark, `\\${mark}`), string);
  const escaped = (literal.match(ESCAPE) ?? []).map((piece) => {
    if (piece === mark) return `\\${mark}`;
    const broken =
      piece === "\\" || (string.formatted && piece.startsWith("\\N")) || (string.bytes && /^\\[uUN]/.test(piece));
    return broken ? `\\${piece}` : piece;
  });
  return braces(escaped.join(""), string);
}

function braces(text: string, string: PythonString): string {
  return string.formatted ? text.replace(/[{}]/g, "$&$&") : text;
}

function oddEnd(text: string): boolean {
  return (/\\*$/.exec(text)?.[0].length ?? 0) % 2 === 1;
}
