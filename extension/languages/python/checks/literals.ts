import type { Rule } from "../../rules";
import type { SyntaxNode } from "../../syntax";

const NUMBER =
  /^(?:0(?:_?0)*|[1-9](?:_?\d)*|0x(?:_?[\da-f])+|0o(?:_?[0-7])+|0b(?:_?[01])+|\d(?:_?\d)*j|(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:e[-+]?\d(?:_?\d)*)?j?)$/i;
/** Escapes that the compiler reads further and then finds broken. */
const BROKEN_HEX = /(?:^|[^\\])(?:\\\\)*\\x(?![\da-f]{2})/i;
const BROKEN_UNICODE = /(?:^|[^\\])(?:\\\\)*\\(?:u(?![\da-f]{4})|U(?!000[\da-f]{5}|0010[\da-f]{4})|N(?!\{[^{}]+\}))/;

export const checkNumber: Rule = (node) => {
  const leadingZeros = /^0[\d_]*[1-9]/.test(node.text) && !/[.ejxob]/i.test(node.text);
  return leadingZeros || !NUMBER.test(node.text) ? `${node.text} is not a number` : undefined;
};

export const checkPrefix: Rule = (node) =>
  /^(?:[rubf]|br|rb|fr|rf)?["'`]/i.test(node.text) ? undefined : `${prefixOf(node)} is not a string prefix`;

export const checkString: Rule = (node) => {
  const prefix = prefixOf(node);
  const content = node.text.slice(prefix.length);
  if (prefix.includes("b") && /[^\0-\x7f]/.test(content)) return "bytes can only hold ASCII characters";
  if (prefix.includes("r")) return undefined;
  if (BROKEN_HEX.test(content)) return "incomplete \\x escape";
  return !prefix.includes("b") && BROKEN_UNICODE.test(content) ? "incomplete unicode escape" : undefined;
};

export const checkInterpolation: Rule = (node) =>
  node.children.some((child) => child.field === "expression") ? undefined : "empty expression in an f-string";

export const checkConcatenation: Rule = (node) => {
  const kinds = new Set(
    node.children.filter((child) => child.type === "string").map((part) => prefixOf(part).includes("b")),
  );
  return kinds.size > 1 ? "cannot mix bytes and text" : undefined;
};

function prefixOf(string: SyntaxNode): string {
  return /^[a-z]*/i.exec(string.text)?.[0].toLowerCase() ?? "";
}
