/** A triple-quoted string of a Python file; lines count from 0, `endLine` is its last. */
export interface TripleQuoted {
  readonly startLine: number;
  readonly endLine: number;
  /** White space in front of it where it is a statement of its own; undefined inside an expression. */
  readonly indent: string | undefined;
  readonly text: string;
}

/** What may stand in front of a string that is a statement; f and b strings say nothing to a reader. */
const STATEMENT_LEAD = /^([ \t]*)[rRuU]?$/;
const AFTER_STATEMENT = /^\s*(#.*)?$/;

/** Every triple-quoted string of a Python file, in order; one that never ends goes to the last line. */
export function tripleQuoted(lines: readonly string[]): readonly TripleQuoted[] {
  const found: TripleQuoted[] = [];
  let depth = 0;
  let quote = "";
  let open: { line: number; column: number; lead: string | undefined } | undefined;
  for (const [at, line] of lines.entries()) {
    for (let i = 0; i < line.length; i++) {
      const char = line.charAt(i);
      if (open) {
        if (char === "\\") i++;
        else if (char === quote[0] && line.startsWith(quote, i)) {
          const lead = AFTER_STATEMENT.test(line.slice(i + 3)) ? open.lead : undefined;
          found.push(spanOf(lines, open, { line: at, column: i }, lead));
          open = undefined;
          quote = "";
          i += 2;
        }
      } else if (quote !== "") {
        if (char === "\\") i++;
        else if (char === quote) quote = "";
      } else if (char === "#") break;
      else if ("([{".includes(char)) depth++;
      else if (")]}".includes(char)) depth = Math.max(0, depth - 1);
      else if ((char === "'" || char === '"') && line.startsWith(char.repeat(3), i)) {
        quote = char.repeat(3);
        const lead = depth === 0 ? STATEMENT_LEAD.exec(line.slice(0, i))?.[1] : undefined;
        open = { line: at, column: i + 3, lead };
        i += 2;
      } else if (char === "'" || char === '"') quote = char;
    }
    // A plain string ends with its line, but for a backslash, which hardly anybody writes.
    if (!open) quote = "";
  }
  const last = lines.length - 1;
  if (open) found.push(spanOf(lines, open, { line: last, column: lines[last]?.length ?? 0 }, undefined));
  return found;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

function spanOf(lines: readonly string[], start: Place, end: Place, indent: string | undefined): TripleQuoted {
  const first = lines[start.line] ?? "";
  const text =
    start.line === end.line
      ? first.slice(start.column, end.column)
      : [
          first.slice(start.column),
          ...lines.slice(start.line + 1, end.line),
          (lines[end.line] ?? "").slice(0, end.column),
        ].join("\n");
  return { startLine: start.line, endLine: end.line, indent, text };
}
