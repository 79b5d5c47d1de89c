import { say } from "../../../errors";
import type { Rule } from "../../rules";
import type { SyntaxNode } from "../../syntax";

const NUMBER =
  /^(?:0(?:_?0)*|[1-9](?:_?\d)*|0x(?:_?[\da-f])+|0o(?:_?[0-7])+|0b(?:_?[01])+|\d(?:_?\d)*j|(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:e[-+]?\d(?:_?\d)*)?j?)$/i;
/** Escapes that the compiler reads further and then finds broken. */
const BROKEN_HEX = /(?:^|[^\\])(?:\\\\)*\\x(?![\da-f]{2})/i;
const BROKEN_UNICODE =
  /(?:^|[^\\])(?:\\\\)*\\(?:u(?![\da-fA-F]{4})|U(?!000[\da-fA-F]{5}|0010[\da-fA-F]{4})|N(?!\{[^{}]+\}))/;

export const checkNumber: Rule = (node) => {
  const leadingZeros = /^0[\d_]*[1-9]/.test(node.text) && !/[.ejxob]/i.test(node.text);
  return leadingZeros || !NUMBER.test(node.text) ? say`${node.text} is not a number` : undefined;
};

export const checkPrefix: Rule = (node) =>
  /^(?:[rubft]|br|rb|fr|rf|tr|rt)?["'`]/i.test(node.text) ? undefined : say`${prefixOf(node)} is not a string prefix`;

export const checkString: Rule = (node) => {
  const prefix = prefixOf(node);
  const content = node.text.slice(prefix.length);
  if (prefix.includes("b") && /[^\0-\x7f]/.test(content)) return say`bytes can only hold ASCII characters`;
  if (endsInside(content)) return say`a string must end on its line`;
  if (prefix.includes("r")) return undefined;
  if (BROKEN_HEX.test(content)) return say`incomplete \\x escape`;
  return !prefix.includes("b") && BROKEN_UNICODE.test(content) ? say`incomplete unicode escape` : undefined;
};

export const checkInterpolation: Rule = (node) =>
  node.children.some((child) => child.field === "expression") ? undefined : say`empty expression in an f-string`;

/** `!r` and the like in an f-string. */
export const checkConversion: Rule = ({ text }) =>
  /^!\s*[sra]$/.test(text) ? undefined : say`${text.trim()} is no conversion`;

/** Whether a line ends inside of a string in single quotes, whose escaped line ends and interpolations do not count. */
function endsInside(content: string): boolean {
  const isTriple = /^("""|''')/.test(content);
  return !isTriple && content.includes("\n") && /\n/.test(content.replace(/\\[\s\S]|\{[^{}]*\}/g, ""));
}

export const checkConcatenation: Rule = (node) => {
  const kinds = new Set(
    node.children.filter((child) => child.type === "string").map((part) => prefixOf(part).includes("b")),
  );
  return kinds.size > 1 ? say`cannot mix bytes and text` : undefined;
};

function prefixOf(string: SyntaxNode): string {
  return /^[a-z]*/i.exec(string.text)?.[0].toLowerCase() ?? "";
}
