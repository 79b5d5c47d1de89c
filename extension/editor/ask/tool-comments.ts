/** PEP 263 and editor mode lines, told from prose that merely mentions a coding. */
const ENCODING = /^#[ \t]*(-\*-.*-\*-|(vim?|ex):.*|(file)?(en)?coding[:=][ \t]*[-\w.]+)[ \t]*$/;
/** The beginning and the end of a Python script's own metadata (PEP 723). */
const METADATA = /^#[ \t]\/\/\/[ \t]+[\w-]+[ \t]*$/;
const METADATA_END = /^#[ \t]\/\/\/[ \t]*$/;
/** Comments that speak to a tool: job schedulers, cell markers, region markers, the table beside CF rules, linters and type checkers. */
export const DIRECTIVE =
  /^#((end)?region\b|(SBATCH|PBS|BSUB|COBALT|FLUX:|\$)[ \t]+-|[ \t]*(%%|In\[|table:[ \t]*(\S+\.\w+|.*\.[ct]sv)[ \t]*$|noqa\b|type:|pragma:|shellcheck[ \t]|(pylint|pyright|mypy|ruff|flake8|fmt|isort|yapf):))/;
/** Where a cell of code begins, and where IPython hands one over. */
const CELL = /^[ \t]*#[ \t]*(?:%%|In\[)/;
const CELL_MAGIC = /^%%(?!time|timeit|capture|prun)[A-Za-z!]/;

/** The white space before a comment that has its line for itself; undefined for any other line. */
export function indentOfComment(line: string | undefined): string | undefined {
  // Read by hand: every line of a file is asked for it.
  if (line === undefined) return undefined;
  let at = 0;
  while (line[at] === " " || line[at] === "\t") at++;
  return line[at] === "#" ? line.slice(0, at) : undefined;
}

/** Whether a comment speaks to a tool and asks for nothing. */
export function isForTools(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? "";
  if (index === 0 && line.startsWith("#!")) return true;
  const comment = line.trimStart();
  if (comment === "#") return isMetadata(lines, index);
  return (index < 2 && ENCODING.test(comment)) || DIRECTIVE.test(comment) || isMetadata(lines, index);
}

/** Lines of metadata by the lines that they stand among: each file's are looked for once. */
const METADATA_LINES = new WeakMap<readonly string[], ReadonlySet<number>>();

/** Whether a line stands in a block of metadata, from its first line to its last. */
function isMetadata(lines: readonly string[], index: number): boolean {
  const known = METADATA_LINES.get(lines) ?? metadataLines(lines);
  METADATA_LINES.set(lines, known);
  return known.has(index);
}

function metadataLines(lines: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  let start: number | undefined;
  for (const [at, line] of lines.entries()) {
    if (!line.startsWith("#")) start = undefined;
    else if (start !== undefined && METADATA_END.test(line)) {
      for (let each = start; each <= at; each++) found.add(each);
      start = undefined;
    } else if (METADATA.test(line)) start ??= at;
  }
  return found;
}

/** The lines of Python cells that IPython hands to another program, as %%bash does. */
export function foreignLines(lines: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  if (!lines.some((line) => line.startsWith("%%"))) return found;
  let isForeign = false;
  for (const [at, line] of lines.entries()) {
    if (line.startsWith("%%")) isForeign = CELL_MAGIC.test(line);
    else if (indentOfComment(line) !== undefined && CELL.test(line)) isForeign = false;
    if (isForeign) found.add(at);
  }
  return found;
}
