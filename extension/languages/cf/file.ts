/** One rule of a .cfrule file. */
export interface WrittenRule {
  /** Offset of its first character in the file. */
  readonly start: number;
  /** Offset behind its last character. */
  readonly end: number;
  readonly code: string;
}

/** A path in a file, and where it stands there. */
export interface NamedTable {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

const COMMENT = /^\s*#/;
/** What one rule may have: as many characters as a formula of Excel, on so many lines. */
const MOST_CHARACTERS = 8192;
const MOST_LINES = 100;

/**
 * The rules of a .cfrule file in order. A rule starts on a line of its own; indented lines below continue it while a
 * bracket of it is open. Blank lines and lines that start with "#" end it.
 */
export function rulesIn(text: string): readonly WrittenRule[] {
  const rules: WrittenRule[] = [];
  let open: { start: number; end: number; lines: number } | undefined;
  for (const { start, line } of linesOf(text)) {
    const content = line.trim();
    const from = start + line.length - line.trimStart().length;
    const to = from + content.length;
    if (content === "" || COMMENT.test(content)) {
      open = undefined;
      continue;
    }
    const last = rules.at(-1);
    if (open && last && from > start && mayGoOn(open) && hasOpenBracket(last.code)) {
      open = { ...open, end: to, lines: open.lines + 1 };
      rules[rules.length - 1] = { start: open.start, end: to, code: text.slice(open.start, to) };
    } else {
      open = { start: from, end: to, lines: 1 };
      rules.push({ start: from, end: to, code: content });
    }
  }
  return rules;
}

const mayGoOn = ({ start, end, lines }: { start: number; end: number; lines: number }): boolean =>
  lines < MOST_LINES && end - start < MOST_CHARACTERS;

/** The table that the file's first comment names, as in "# table: sales.csv"; undefined where it names none. */
export function tableNamedIn(text: string): NamedTable | undefined {
  let commented = false;
  for (const { start, line } of linesOf(text)) {
    if (!COMMENT.test(line)) {
      if (commented) return undefined;
      continue;
    }
    commented = true;
    const match = /^(\s*#+\s*table:\s*)(?:"([^"]+)"|(\S+\.\w+|\S.*\.[ct]sv))\s*$/i.exec(line);
    if (match === null) continue;
    const [, before = "", quoted, plain = ""] = match;
    const from = start + before.length + (quoted === undefined ? 0 : 1);
    const path = quoted ?? plain;
    return { path, start: from, end: from + path.length };
  }
  return undefined;
}

function* linesOf(text: string): Generator<{ readonly start: number; readonly line: string }> {
  const ends = /\r\n|\r|\n/g;
  let start = 0;
  for (let end = ends.exec(text); end !== null; end = ends.exec(text)) {
    yield { start, line: text.slice(start, end.index) };
    start = ends.lastIndex;
  }
  yield { start, line: text.slice(start) };
}

/** Whether more brackets open than close, not counting those in quotes. */
function hasOpenBracket(code: string): boolean {
  const bare = code.replace(/(["'])(?:\\.|(?!\1)[^\\])*\1(?=\s*[,)])/g, "");
  return (bare.match(/\(/g)?.length ?? 0) > (bare.match(/\)/g)?.length ?? 0);
}
