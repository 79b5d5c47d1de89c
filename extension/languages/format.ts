import type { Parse, SyntaxNode, SyntaxTree } from "./syntax";

/** Where white space is part of the program and must stay. */
export interface Layout {
  /** Node types whose whole text is kept as it is. */
  readonly verbatim: ReadonlySet<string>;
  /** Whether runs of blanks inside a line (not its indentation) become one. */
  readonly collapse: boolean;
  /** A key that must not change. */
  readonly key: (tree: SyntaxTree) => string;
}

/** Blanks at the end of a line, or a run of blanks after something else on the line. */
const LINE_END = /[ \t]+(?=\r?\n|$)/g;
const RUN = /(?<=\S)[ \t]{2,}(?=\S)|(?<=\S)\t(?=\S)/g;

/** Trims code and tidies its spacing; gives back the trimmed or untouched code where more would not be safe. */
export function tidy(parse: Parse, code: string, layout: Layout): string {
  const original = parse(code.trim());
  if (original.hasError) return code;
  const edited = edit(original, layout);
  const tree = parse(edited);
  return !tree.hasError && layout.key(tree) === layout.key(original) ? edited : original.source;
}

function edit(tree: SyntaxTree, layout: Layout): string {
  const kept = tree.nodes.filter((node) => layout.verbatim.has(node.type) || node.children.length === 0);
  const replace = (text: string, pattern: RegExp, by: string): [number, number, string][] =>
    [...text.matchAll(pattern)]
      .map((match): [number, number, string] => [match.index, match.index + match[0].length, by])
      .filter(([start, end]) => !kept.some((node) => overlaps(node, start, end)));
  const edits = replace(tree.source, LINE_END, "");
  if (layout.collapse) edits.push(...replace(tree.source, RUN, " "));
  edits.sort((a, b) => b[0] - a[0]);
  return edits.reduce((text, [start, end, by]) => text.slice(0, start) + by + text.slice(end), tree.source);
}

function overlaps(node: SyntaxNode, start: number, end: number): boolean {
  return node.start < end && start < node.end;
}
