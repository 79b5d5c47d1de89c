import { CodeFusionError } from "../errors";

/** The comment at the cursor, as the utterance and the place below which code is put. Lines count from 0. */
export interface PromptComment {
  readonly startLine: number;
  /** The comment's last line; code is inserted after its end. */
  readonly endLine: number;
  /** White space in front of the comment, or of the line that it trails. */
  readonly indent: string;
  readonly utterance: string;
  /** A line or block of its own, or behind code on the same line. */
  readonly kind: "own-line" | "trailing";
}

/** What the comment finder needs to know of a language beyond `#`: whether `#` must start a word. */
export interface CommentSyntax {
  /** Shell: `$#` and `a#b` are no comments. */
  readonly hashStartsWord: boolean;
}

const OWN_LINE = /^([ \t]*)(#.*)$/;
/** PEP 263 and editor mode lines, told from prose that merely mentions a coding. */
const ENCODING = /^#[ \t]*(-\*-.*-\*-|(vim?|ex):.*|(file)?(en)?coding[:=][ \t]*[-\w.]+)[ \t]*$/;
/** Comments that speak to a tool: cell markers, region markers, the table beside CF rules, linters and type checkers. */
const DIRECTIVE =
  /^#((end)?region\b|[ \t]*(%%|In\[|table:[ \t]*(\S+\.\w+|.*\.[ct]sv)[ \t]*$|noqa\b|type:|pragma:|shellcheck[ \t]|(pylint|pyright|mypy|ruff|flake8|fmt|isort|yapf):))/;

/**
 * The prompt comment at `cursorLine`: the line itself when it is (or ends in) a comment, with the adjacent comment
 * lines of the same indentation; or the comment right above when the cursor is on a blank line.
 * @throws CodeFusionError bad-input when there is no comment, it is empty, or it speaks to a tool
 */
export function findPromptComment(lines: readonly string[], cursorLine: number, syntax: CommentSyntax): PromptComment {
  const line = lines[cursorLine] ?? "";
  const above = lines[cursorLine - 1];
  // People write the comment, press Enter, and only then ask.
  const at = line.trim() === "" && above !== undefined && OWN_LINE.test(above) ? cursorLine - 1 : cursorLine;
  return ownLineComment(lines, at) ?? trailingComment(lines[at] ?? "", at, syntax) ?? noComment();
}

function ownLineComment(lines: readonly string[], at: number): PromptComment | undefined {
  const indent = indentOfComment(lines[at]);
  if (indent === undefined) return undefined;
  if (isForTools(lines, at)) {
    throw new CodeFusionError(
      "bad-input",
      "the comment at the cursor is an instruction to a tool, not a prompt",
      "put the cursor on a comment that says what the code should do",
    );
  }
  const belongs = (index: number) => indentOfComment(lines[index]) === indent && !isForTools(lines, index);
  let startLine = at;
  while (belongs(startLine - 1)) startLine--;
  let endLine = at;
  while (belongs(endLine + 1)) endLine++;
  const texts = lines.slice(startLine, endLine + 1).map((text) => textOf(text.slice(indent.length)));
  return { startLine, endLine, indent, utterance: utteranceOf(texts), kind: "own-line" };
}

function trailingComment(line: string, at: number, syntax: CommentSyntax): PromptComment | undefined {
  const start = commentStart(line, syntax);
  if (start === undefined) return undefined;
  const comment = line.slice(start);
  if (DIRECTIVE.test(comment)) return undefined;
  const indent = /^[ \t]*/.exec(line)?.[0] ?? "";
  return { startLine: at, endLine: at, indent, utterance: utteranceOf([textOf(comment)]), kind: "trailing" };
}

/** Where a comment starts in `line` outside of quotes; undefined when there is none. */
function commentStart(line: string, syntax: CommentSyntax): number | undefined {
  let quote = "";
  for (let i = 0; i < line.length; i++) {
    const char = line.charAt(i);
    if (char === "\\" && !(quote === "'" && syntax.hashStartsWord)) i++;
    else if (quote !== "") quote = char === quote ? "" : quote;
    else if (char === "'" || char === '"') quote = char;
    else if (char === "#" && (!syntax.hashStartsWord || /^$|[\s;&|()]/.test(line.charAt(i - 1)))) return i;
  }
  return undefined;
}

function indentOfComment(line: string | undefined): string | undefined {
  return line === undefined ? undefined : OWN_LINE.exec(line)?.[1];
}

function isForTools(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? "";
  if (index === 0 && line.startsWith("#!")) return true;
  const comment = line.trimStart();
  return (index < 2 && ENCODING.test(comment)) || DIRECTIVE.test(comment);
}

/** The words of one comment line, without `#` and without rulers such as `# ------`. */
function textOf(comment: string): string {
  const text = comment.replace(/^#+/, "").trim();
  return /[\p{L}\p{N}]/u.test(text) ? text : "";
}

function utteranceOf(texts: readonly string[]): string {
  const utterance = texts.filter((text) => text !== "").join(" ");
  if (utterance === "") {
    throw new CodeFusionError(
      "bad-input",
      "the comment at the cursor is empty",
      "write what the code should do after the #",
    );
  }
  return utterance;
}

function noComment(): never {
  throw new CodeFusionError(
    "bad-input",
    "there is no comment at the cursor",
    "put the cursor on a line with a # comment that says what the code should do",
  );
}
