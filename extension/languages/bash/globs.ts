import type { Parse, SyntaxNode } from "../syntax";

/** What `find` is given a pattern after. */
const BEFORE_PATTERN = /^-i?(name|path|wholename|regex|lname)$/;
/** A word that the shell would replace by the names that match it here, and nothing else that it reads. */
const GLOB = /^[^\s"'`\\$<>|;&(){}!]*[*?[][^\s"'`\\$<>|;&(){}!]*$/;

/**
 * The patterns that `find` is to match in quotes (ShellCheck's SC2061): without them the shell matches them first, in the
 * folder one is in. Unchanged where the code does not parse.
 */
export function quoteGlobs(parse: Parse, code: string): string {
  // most code has no pattern, and needs no tree for that
  if (!/[*?[]/.test(code)) return code;
  const tree = parse(code);
  const globs = tree.hasError ? [] : tree.nodes.filter(({ type }) => type === "command").flatMap(patternsOf);
  if (globs.length === 0) return code;
  const quoted = globs
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end }) => `${text.slice(0, start)}"${text.slice(start, end)}"${text.slice(end)}`, code);
  return parse(quoted).hasError ? code : quoted;
}

/** The words of a command that are patterns and not in quotes. */
function patternsOf({ children }: SyntaxNode): SyntaxNode[] {
  return children.filter((word, at) => BEFORE_PATTERN.test(children[at - 1]?.text ?? "") && GLOB.test(word.text));
}
