import type { Parse, SyntaxNode } from "../syntax";
import { isBrokenUnicode } from "../text";
import { type BashFrame, bashContext } from "./context";
import { inProgram } from "./scripts";

/** Parts of which an unquoted word may consist. */
const BARE_PARTS: ReadonlySet<string> = new Set(
  "word number simple_expansion expansion command_substitution arithmetic_expansion concatenation brace_expression".split(
    " ",
  ),
);
/** Expansions that keep their meaning in an unquoted word; what looks like another one is text and gets quotes. */
const KNOWN_EXPANSION = /\$[?#@*!$]|\$\w+|`[\w ./+%:-]+`|\$\{\w+\}|\$\([^()$`{}]*\)|\{[\w./,-]+\}/g;
/** Characters of a literal that the grammar is asked about; a longer one is quoted whole. */
const MOST_READ = 300;
/** Words that need no look at the grammar. */
const SURELY_BARE = /^[\w./:@%+,=~*?[\]-]*[\w./*]$/;

/** The text to put for `literal` right after `before`; see Language.quote. */
export function quoteBash(parse: Parse, literal: string, before: string): string | undefined {
  if (literal.includes("\0") || isBrokenUnicode(literal)) return undefined;
  const { frames, escaping } = bashContext(before);
  if (escaping) return undefined;
  const frame = frames.at(-1);
  const text = frame === undefined ? undefined : quoteIn(parse, frame, literal, before);
  const inBackticks = frames.some((open) => open.kind === "code" && open.close === "`");
  return inBackticks && text !== undefined && /[\\`]/.test(text) ? undefined : text;
}

function quoteIn(parse: Parse, frame: BashFrame, literal: string, before: string): string | undefined {
  switch (frame.kind) {
    case "double":
      return /(^|[^\\])\$$/.test(before) && !/^[ ./:,]/.test(literal)
        ? undefined
        : insideDouble(parse, programmed(literal, before, '"'));
    case "single":
      return programmed(literal, before, "'").replaceAll("'", "'\\''");
    case "ansi":
      return endEscape(literal.replace(/\\[\s\S]|'/g, (piece) => (piece === "'" ? "\\'" : piece)));
    case "comment":
      return literal.includes("\n") ? undefined : literal;
    case "heredoc":
      return /[\n$`\\]/.test(literal) ? undefined : literal;
    case "expansion":
      return /^[\w./-]+$/.test(literal) ? literal : undefined;
    case "arithmetic":
      return /^\w+$/.test(literal) ? literal : undefined;
    case "code":
      return bare(parse, literal, before);
  }
}

/** The literal as the tool's program has to spell it whose quote was opened last. */
function programmed(literal: string, before: string, quote: string): string {
  // a quote inside of the string is no end of it
  const plain = before.replaceAll(quote === "'" ? "'\\''" : '\\"', (inner) => "_".repeat(inner.length));
  const open = plain.lastIndexOf(quote);
  return inProgram(literal, plain.slice(0, open), plain.slice(open + 1));
}

function bare(parse: Parse, literal: string, before: string): string | undefined {
  if (literal.includes("\n")) return undefined;
  if (/(^|[^\\])\$$/.test(before)) return /^\w+$/.test(literal) ? literal : undefined;
  if (SURELY_BARE.test(literal) || isOneWord(parse, literal)) return literal;
  const single = /[$`]/.test(literal) || (literal.includes("\\") && !literal.includes("'"));
  return single ? `'${literal.replaceAll("'", "'\\''")}'` : `"${insideDouble(parse, literal)}"`;
}

/** Whether the shell reads the literal as one word that means what it says. */
function isOneWord(parse: Parse, literal: string): boolean {
  if (literal.length > MOST_READ || /["'`]|(^|\W)#|^\s|\s$|[\\$]$/.test(literal)) return false;
  if (/[${}]/.test(literal.replace(KNOWN_EXPANSION, ""))) return false;
  const tree = parse(`: ${literal}`);
  const command = tree.root.children[0];
  if (tree.hasError || tree.root.children.length !== 1 || command?.type !== "command") return false;
  const word = command.children[1];
  return (
    command.children.length === 2 &&
    word?.field === "argument" &&
    word.end === literal.length + 2 &&
    [word, ...(word.type === "concatenation" ? word.children : [])].every((part) => isBarePart(part))
  );
}

function isBarePart(part: SyntaxNode): boolean {
  return !part.named || BARE_PARTS.has(part.type);
}

/** Text between double quotes: its own quotes escaped, its expansions kept where they are complete. */
function insideDouble(parse: Parse, literal: string): string {
  const kept = literal.length > MOST_READ ? "" : escapeDouble(literal);
  const known =
    literal.length <= MOST_READ && !/[$`]/.test(literal.replace(/\\[\s\S]/g, "").replace(KNOWN_EXPANSION, ""));
  if (known && bashContext(kept, { kind: "double" }).frames.length === 1 && isOneString(parse, kept)) return kept;
  return endEscape(literal.replace(/\\[\s\S]|["$`]/g, (piece) => (piece.length === 1 ? `\\${piece}` : piece)));
}

/** Escapes the quotes that would end the string; those inside $(…) belong to the command there. */
function escapeDouble(literal: string): string {
  let out = "";
  // What stands behind the last place known to be in no command: it alone tells of the next.
  let since = "";
  for (const piece of literal.match(/\\[\s\S]|[^\\"]+|[\s\S]/g) ?? []) {
    const ends = piece === '"' && bashContext(since, { kind: "double" }).frames.length === 1;
    out += ends ? '\\"' : piece;
    since = ends ? "" : since + piece;
  }
  return endEscape(out);
}

function isOneString(parse: Parse, inside: string): boolean {
  const tree = parse(`: "${inside}"`);
  const command = tree.root.children[0];
  return !tree.hasError && command?.type === "command" && command.children[1]?.type === "string";
}

/** Doubles a last backslash that would escape what follows. */
function endEscape(text: string): string {
  const slashes = /\\*$/.exec(text)?.[0].length ?? 0;
  return slashes % 2 === 1 ? `${text}\\` : text;
}
