/** How a document is written: what ends its lines and what indents them. */
export interface DocumentStyle {
  readonly eol: "\n" | "\r\n";
  readonly insertSpaces: boolean;
  /** Columns of one level of indentation. */
  readonly tabSize: number;
  /** The lines of code that mean something else when they are moved, as those of a here-document; none where absent. */
  readonly verbatim?: (lines: readonly string[]) => ReadonlySet<number>;
}

/**
 * `code` as the lines of a document: one level of its own indentation becomes one level of the document's, every
 * line but the blank and the verbatim ones stands behind `indent`.
 */
export function layOut(code: string, indent: string, style: DocumentStyle): readonly string[] {
  const lines = code.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
  const verbatim = style.verbatim?.(lines) ?? new Set<number>();
  const unit = indentUnit(lines.filter((_, at) => !verbatim.has(at)));
  const level = style.insertSpaces ? " ".repeat(style.tabSize) : "\t";
  return lines.map((line, at) => {
    if (verbatim.has(at)) return line;
    return line.trim() === "" ? "" : indent + reindent(line, unit, level);
  });
}

/** The text that puts `lines` below the line at whose END it is inserted; right on a last line without a newline too. */
export function textBelow(lines: readonly string[], style: DocumentStyle): string {
  return lines.map((line) => style.eol + line).join("");
}

/** The inverse of layOut's common indentation: `text` of a document without `indent`, lines ended by \n. */
export function withoutIndent(text: string, indent: string): string {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  return lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join("\n");
}

/** The shallowest indentation that occurs; undefined when nothing is indented. */
function indentUnit(lines: readonly string[]): string | undefined {
  let unit: string | undefined;
  for (const line of lines) {
    const lead = leading(line);
    if (lead !== "" && lead !== line && (unit === undefined || lead.length < unit.length)) unit = lead;
  }
  return unit;
}

function reindent(line: string, unit: string | undefined, level: string): string {
  if (unit === undefined) return line;
  const lead = leading(line);
  let levels = 0;
  while (lead.startsWith(unit, levels * unit.length)) levels++;
  return level.repeat(levels) + line.slice(levels * unit.length);
}

function leading(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}
