import type { SyntaxNode } from "../../../../extension/languages/syntax";
import { unescapeText } from "./literals";

/** What the value of a Python string is made of: text, or the key of an interpolation. */
type Piece = { readonly text: string } | { readonly key: string };

/** Gives the key of an expression's tree; undefined where it is not Python 3. */
export type KeyOf = (node: SyntaxNode) => string | undefined;

interface Prefix {
  readonly raw: boolean;
  readonly bytes: boolean;
  readonly formatted: boolean;
  readonly unicode: boolean;
}

/** The key of one string or of adjacent strings, which Python joins; undefined where Python 3 rejects it. */
export function stringKey(strings: readonly SyntaxNode[], keyOf: KeyOf): string | undefined {
  const prefixes = strings.map(readPrefix);
  const first = prefixes[0];
  const bytes = prefixes.filter((prefix) => prefix?.bytes).length;
  if (first === undefined || prefixes.includes(undefined) || (bytes > 0 && bytes < strings.length)) return undefined;
  const pieces: Piece[] = [];
  for (const [i, string] of strings.entries()) {
    const own = stringPieces(string, prefixes[i] ?? first, keyOf);
    if (own === undefined) return undefined;
    pieces.push(...own);
  }
  const formatted = prefixes.some((prefix) => prefix?.formatted);
  const kind = formatted ? "format" : bytes > 0 ? "bytes" : first.unicode ? "unicode" : "text";
  return `(${kind}${joined(pieces)})`;
}

/** What the quotes' opening says; undefined for backquotes and prefixes that Python 3 does not have. */
function readPrefix(string: SyntaxNode): Prefix | undefined {
  const match = /^([a-z]*)['"]/.exec(string.children[0]?.text.toLowerCase() ?? "");
  const letters = match?.[1];
  if (letters === undefined || !/^(?:|r|u|f|b|rf|fr|rb|br)$/.test(letters)) return undefined;
  const has = (letter: string) => letters.includes(letter);
  return { raw: has("r"), bytes: has("b"), formatted: has("f"), unicode: has("u") };
}

function stringPieces(string: SyntaxNode, prefix: Prefix, keyOf: KeyOf): Piece[] | undefined {
  const pieces: Piece[] = [];
  for (const part of string.children.slice(1, -1)) {
    if (part.type === "interpolation") {
      const own = interpolation(part, prefix, keyOf);
      if (own === undefined) return undefined;
      pieces.push(...own);
      continue;
    }
    const text = plainText(part.text, prefix);
    if (text === undefined) return undefined;
    pieces.push({ text });
  }
  return pieces;
}

function plainText(source: string, prefix: Prefix): string | undefined {
  const text = prefix.formatted ? source.replace(/\{\{|\}\}/g, (pair) => pair.charAt(0)) : source;
  return prefix.raw ? text : unescapeText(text, prefix.bytes);
}

/** `{expression!conversion:format}`; `{expression=}` also writes its own source. */
function interpolation(node: SyntaxNode, prefix: Prefix, keyOf: KeyOf): Piece[] | undefined {
  const expression = node.children.find((child) => child.field === "expression");
  const key = expression && keyOf(expression);
  if (key === undefined) return undefined;
  const format = node.children.find((child) => child.type === "format_specifier");
  const formatPieces = format && formatSpecifier(format, prefix, keyOf);
  if (format && formatPieces === undefined) return undefined;
  const debug = node.children.find((child) => child.type === "=");
  const conversion = node.children.find((child) => child.type === "type_conversion")?.text.trim();
  const shown = conversion ?? (debug && !format ? "!r" : "");
  const value: Piece = { key: `{${key}${shown}${formatPieces ? `:${joined(formatPieces)}` : ""}}` };
  return debug ? [{ text: node.text.slice(1, debug.end - node.start) }, value] : [value];
}

function formatSpecifier(node: SyntaxNode, prefix: Prefix, keyOf: KeyOf): Piece[] | undefined {
  const pieces: Piece[] = [];
  let at = node.start + 1;
  const takeText = (end: number): boolean => {
    const text = plainText(node.text.slice(at - node.start, end - node.start), { ...prefix, formatted: false });
    if (text !== undefined) pieces.push({ text });
    return text !== undefined;
  };
  for (const child of node.children.filter((each) => each.type === "format_expression")) {
    const own = takeText(child.start) ? interpolation(child, prefix, keyOf) : undefined;
    if (own === undefined) return undefined;
    pieces.push(...own);
    at = child.end;
  }
  return takeText(node.end) ? pieces : undefined;
}

/** Pieces as one key, neighbouring texts joined and empty ones left out. */
function joined(pieces: readonly Piece[]): string {
  let key = "";
  let text = "";
  const flush = () => {
    if (text !== "") key += ` ${JSON.stringify(text)}`;
    text = "";
  };
  for (const piece of pieces) {
    if ("text" in piece) {
      text += piece.text;
      continue;
    }
    flush();
    key += ` ${piece.key}`;
  }
  flush();
  return key;
}
