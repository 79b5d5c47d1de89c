/** Tools whose argument is a program with patterns between delimiters, and those that take a pattern alone. */
const EDITORS = /^(?:sed|gsed|perl|rename|prename)$/;
const MATCHERS = /^(?:grep|egrep|zgrep|rg|ack|pgrep)$/;
const TOOL = /(?<![\w./-])(?:gsed|sed|perl|p?rename|gawk|mawk|awk|egrep|zgrep|grep|rg|ack|pgrep)(?![\w/.-])/g;
/** Where patterns are plain text. */
const FIXED = /\s(?:-[a-zA-Z]*F|--fixed-strings)\b/;
/** A substitution that is not yet closed: its delimiter, its pattern, and what is put in its place where that has begun. */
const SUBSTITUTION =
  /(?:^|[\s;{},0-9$])(?:s|y)([^\w\s\\;])((?:\\[\s\S]|(?!\1)[^\\])*)(?:\1((?:\\[\s\S]|(?!\1)[^\\])*))?$/;
/** One letter of many is hardly ever meant by a word in brackets. */
const WORD_IN_BRACKETS = /\[(?=[A-Za-z]{4,}\])/g;

/**
 * A literal as the program has to spell it that a tool is given in quotes: without what would end a pattern of sed or awk, and
 * without what would mean another thing than the text.
 * @param command what stands before the quote
 * @param inside what stands between it and the literal
 */
export function inProgram(literal: string, command: string, inside: string): string {
  const own = /[^|;&\n]*$/.exec(command)?.[0] ?? "";
  const tool = own.match(TOOL)?.at(-1);
  if (tool === undefined) return literal;
  if (MATCHERS.test(tool)) return FIXED.test(own) ? literal : asText(literal);
  const [found, delimiter = "/", , by] = EDITORS.test(tool) ? (SUBSTITUTION.exec(inside) ?? []) : [];
  if (found === undefined) return isInSlashes(inside) ? asText(escaped(literal, "/")) : literal;
  return by === undefined ? asText(escaped(literal, delimiter)) : escaped(escaped(literal, delimiter), "&");
}

const asText = (literal: string): string => literal.replace(WORD_IN_BRACKETS, "\\[");

/** Whether a pattern has been opened and not closed. */
const isInSlashes = (inside: string): boolean => (inside.replace(/\\[\s\S]/g, "").split("/").length - 1) % 2 === 1;

/** `sign` with a backslash before it, where it has none. */
const escaped = (literal: string, sign: string): string =>
  literal.replace(/\\[\s\S]|[\s\S]/g, (piece) => (piece === sign ? `\\${sign}` : piece));
