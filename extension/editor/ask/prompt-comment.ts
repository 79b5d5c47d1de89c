import { CodeFusionError } from "../../errors";
import { hereDocumentLines } from "../../languages/bash/here-documents";
import { type TripleQuoted, tripleQuoted } from "./literal-lines";
import { DIRECTIVE, foreignLines, indentOfComment, isForTools } from "./tool-comments";

/** The comment at the cursor, as the utterance and the place below which code is put. Lines count from 0. */
export interface PromptComment {
  readonly startLine: number;
  /** The comment's last line; code is inserted after its end. */
  readonly endLine: number;
  /** White space that code belongs behind: that of the comment, of the line that it trails, or of the block that line opens. */
  readonly indent: string;
  readonly utterance: string;
  /** Lines of its own, behind code on the same line, a string that is a statement, or the title of a `# %%` cell. */
  readonly kind: "own-line" | "trailing" | "docstring" | "cell";
  /** The code in front of a trailing comment. */
  readonly code?: string;
}

/** What the comment finder needs to know of a language beyond `#`. */
export interface CommentSyntax {
  /** Shell: `$#` and `a#b` are no comments, and here-documents hold none. */
  readonly hashStartsWord: boolean;
  /** Python: a triple-quoted string that is a statement asks as a comment does. */
  readonly docstrings: boolean;
  /** The end of a line of code whose block follows. */
  readonly opensBlock?: RegExp;
}

/** The marker of a code cell with a title. */
const TITLED_CELL = /^#[ \t]*%%+[ \t]+(?!\[)(\S.*)$/;
/** Far more than can be asked for: what follows is not read. */
const MOST_CHARACTERS = 20_000;
/** Stands for a line inside a string: no comment, not blank, not indented. */
const LITERAL = "\0";

/**
 * The prompt comment at `cursorLine`: the line itself when it is (or ends in) a comment, with the adjacent comment
 * lines of the same indentation; a docstring; the title of a cell; or the comment right above when the cursor is on a
 * blank line.
 * @throws CodeFusionError bad-input when there is no comment, it is empty, or it speaks to a tool
 */
export function findPromptComment(lines: readonly string[], cursorLine: number, syntax: CommentSyntax): PromptComment {
  const { code, strings, foreign } = read(lines, syntax);
  const asks = (at: number) =>
    indentOfComment(code[at]) !== undefined || strings.some((each) => each.endLine === at && each.indent !== undefined);
  // People write the comment, press Enter, and only then ask.
  const at = code[cursorLine]?.trim() === "" && asks(cursorLine - 1) ? cursorLine - 1 : cursorLine;
  if (foreign.has(at)) {
    throw new CodeFusionError(
      "bad-input",
      "this cell is for another program, as its first line says",
      "ask in a cell of Python",
    );
  }
  const string = strings.find((each) => each.startLine <= at && at <= each.endLine);
  if (string?.indent !== undefined) return docstring(string, string.indent);
  return ownLineComment(code, at) ?? trailingComment(code, at, syntax) ?? noComment();
}

/** Every comment on lines of its own that can be answered, from the top. */
export function findAllPromptComments(lines: readonly string[], syntax: CommentSyntax): readonly PromptComment[] {
  const { code, foreign } = read(lines, syntax);
  const found: PromptComment[] = [];
  for (let at = 0; at < code.length; at++) {
    if (indentOfComment(code[at]) === undefined || foreign.has(at) || isForTools(code, at)) continue;
    const { startLine, endLine, indent, texts } = blockAt(code, at);
    const utterance = joined(texts);
    if (utterance !== "") found.push({ startLine, endLine, indent, utterance, kind: "own-line" });
    at = endLine;
  }
  return found;
}

/**
 * The lines of the code that stands below `comment` and may be what it asks for: up to a blank line that nothing
 * deeper follows, to the next comment, or to where the indentation ends; undefined when there is none.
 */
export function existingCode(
  lines: readonly string[],
  comment: PromptComment,
  syntax: CommentSyntax,
): { readonly startLine: number; readonly endLine: number } | undefined {
  if (comment.kind === "trailing") return undefined;
  const { code } = read(lines, syntax);
  const { indent } = comment;
  const startLine = comment.endLine + 1;
  let endLine = comment.endLine;
  for (let at = startLine; at < code.length; at++) {
    const line = code[at] ?? "";
    if (line.trim() === "") {
      let next = at;
      while (code[next]?.trim() === "") next++;
      if (at === startLine || !isDeeper(code[next] ?? "", indent)) break;
      at = next - 1;
      continue;
    }
    if (line !== LITERAL && (!line.startsWith(indent) || indentOfComment(line) === indent)) break;
    if (line === LITERAL && at === startLine) break;
    endLine = at;
  }
  return endLine < startLine ? undefined : { startLine, endLine };
}

/** Lines that were read: who looks for a comment looks for the code below it next. */
const READ = new WeakMap<
  readonly string[],
  { readonly syntax: CommentSyntax; readonly found: ReturnType<typeof readNow> }
>();

/** `lines` with what stands inside strings blotted out, so that no comment is found in there. */
function read(lines: readonly string[], syntax: CommentSyntax): ReturnType<typeof readNow> {
  const known = READ.get(lines);
  if (known?.syntax === syntax) return known.found;
  const found = readNow(lines, syntax);
  READ.set(lines, { syntax, found });
  return found;
}

function readNow(lines: readonly string[], syntax: CommentSyntax) {
  const strings = syntax.docstrings && lines.some((line) => /'''|"""/.test(line)) ? tripleQuoted(lines) : [];
  const documents = syntax.hashStartsWord ? hereDocumentLines(lines) : new Set<number>();
  const foreign = syntax.docstrings ? foreignLines(lines) : new Set<number>();
  if (documents.size === 0 && strings.length === 0) return { code: lines, strings, foreign };
  const code = [...lines];
  for (const at of documents) code[at] = LITERAL;
  for (const { startLine, endLine } of strings) code.fill(LITERAL, startLine + 1, endLine + 1);
  return { code, strings, foreign };
}

function ownLineComment(lines: readonly string[], at: number): PromptComment | undefined {
  const indent = indentOfComment(lines[at]);
  if (indent === undefined) return undefined;
  const title = TITLED_CELL.exec((lines[at] ?? "").trim())?.[1];
  if (title) return { startLine: at, endLine: at, indent, utterance: utteranceOf([title]), kind: "cell" };
  if (isForTools(lines, at)) {
    throw new CodeFusionError(
      "bad-input",
      "the comment at the cursor is an instruction to a tool, not a prompt",
      "put the cursor on a comment that says what the code should do",
    );
  }
  const { texts, ...block } = blockAt(lines, at);
  return { ...block, utterance: utteranceOf(texts), kind: "own-line" };
}

/** The adjacent comment lines of the same indentation around `at`, which is one of them. */
function blockAt(lines: readonly string[], at: number) {
  const indent = indentOfComment(lines[at]) ?? "";
  const belongs = (index: number) => indentOfComment(lines[index]) === indent && !isForTools(lines, index);
  let startLine = at;
  while (belongs(startLine - 1)) startLine--;
  let endLine = at;
  while (belongs(endLine + 1)) endLine++;
  const texts: string[] = [];
  let characters = 0;
  for (let line = startLine; line <= endLine && characters <= MOST_CHARACTERS; line++) {
    const text = textOf((lines[line] ?? "").slice(indent.length));
    texts.push(text);
    characters += text.length;
  }
  return { startLine, endLine, indent, texts };
}

/** What follows a blank line in a docstring is for its readers: arguments, examples. */
function docstring({ startLine, endLine, text }: TripleQuoted, indent: string): PromptComment {
  const [paragraph = ""] = text.trim().split(/\n[ \t]*\n/);
  return { startLine, endLine, indent, utterance: utteranceOf([paragraph.replace(/\s+/g, " ")]), kind: "docstring" };
}

function trailingComment(lines: readonly string[], at: number, syntax: CommentSyntax): PromptComment | undefined {
  const line = lines[at] ?? "";
  const start = commentStart(line, syntax);
  if (start === undefined) return undefined;
  const comment = line.slice(start);
  if (DIRECTIVE.test(comment)) return undefined;
  const code = line.slice(0, start).trimEnd();
  const indent = syntax.opensBlock?.test(code) ? indentOfBlock(lines, at) : leading(line);
  return { startLine: at, endLine: at, indent, utterance: utteranceOf([textOf(comment)]), kind: "trailing", code };
}

/** The white space of the block that line `at` opens, as the line below has it or as the file's deeper lines do. */
function indentOfBlock(lines: readonly string[], at: number): string {
  const own = leading(lines[at] ?? "");
  const next = lines.slice(at + 1).find((line) => line.trim() !== "");
  if (next !== undefined && isDeeper(next, own)) return leading(next);
  return own + (lines.map(leading).find((lead) => lead !== "") ?? "    ");
}

function leading(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

/** Where a comment starts in `line` outside of quotes; undefined when there is none. */
function commentStart(line: string, syntax: CommentSyntax): number | undefined {
  let quote = "";
  let isAnsi = false;
  for (let i = 0; i < line.length; i++) {
    const char = line.charAt(i);
    if (char === "'" && quote === "") isAnsi = line.charAt(i - 1) === "$";
    if (char === "\\" && !(quote === "'" && syntax.hashStartsWord && !isAnsi)) i++;
    else if (quote !== "") quote = char === quote ? "" : quote;
    else if (char === "'" || char === '"') quote = char;
    else if (char === "#" && (!syntax.hashStartsWord || /^$|[\s;&|()]/.test(line.charAt(i - 1)))) return i;
  }
  return undefined;
}

function isDeeper(line: string, indent: string): boolean {
  return line.startsWith(indent) && /^[ \t]/.test(line.slice(indent.length));
}

/** The words of one comment line, without `#` and without rulers such as `# ------`. */
function textOf(comment: string): string {
  if (comment === "#") return "";
  const text = comment.replace(/^#+/, "").trim();
  return isWords(text) ? text : "";
}

function isWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

function joined(texts: readonly string[]): string {
  return texts
    .filter((text) => text !== "" && isWords(text))
    .join(" ")
    .trim();
}

function utteranceOf(texts: readonly string[]): string {
  const utterance = joined(texts);
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
