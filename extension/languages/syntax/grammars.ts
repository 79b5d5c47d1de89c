import { Language, type ParseOptions, Parser, type ParseState } from "web-tree-sitter";
import { CodeFusionError, say } from "../../errors";
import { copyTree, type SyntaxTree, unreadTree } from "./tree";
import { wasmFile } from "./wasm-file";

/** The languages that have a tree-sitter grammar. */
export type GrammarId = "python" | "bash";

/** Parses text; never throws for bad text, whose tree says `hasError`, and never takes long for it. */
export type Parse = (source: string) => SyntaxTree;

let runtime: Promise<void> | undefined;

/**
 * Loads one grammar (some 100 ms the first time; the caller caches).
 * @throws CodeFusionError internal where the installation lacks a wasm file
 */
export async function loadGrammar(id: GrammarId): Promise<Parse> {
  try {
    runtime ??= Parser.init({ locateFile: () => wasmFile("web-tree-sitter") });
    await runtime;
    const parser = new Parser();
    parser.setLanguage(await Language.load(wasmFile(`tree-sitter-${id}`)));
    return rememberingLast((source) => parseWith(parser, source));
  } catch (error) {
    runtime = undefined;
    throw new CodeFusionError(
      "internal",
      say`the ${id} grammar could not be loaded (${error instanceof Error ? error.message : String(error)})`,
      "reinstall CodeFusion",
      { cause: error },
    );
  }
}

/** One candidate is asked several things in a row, each of them of its tree. */
function rememberingLast(parse: Parse): Parse {
  let last: { readonly source: string; readonly tree: SyntaxTree } | undefined;
  return (source) => {
    if (last?.source !== source) last = { source, tree: parse(source) };
    return last.tree;
  };
}

/**
 * Time of the processor that a parse may take, ms: to mend an error, and at all. Usual code takes 0.3 ms per 1000 characters;
 * looking for the best reading of what is no code can take time that grows with the square of its length.
 */
const MENDING = { least: 15, perThousand: 1 };
const PARSING = { least: 30, perThousand: 2 };

function parseWith(parser: Parser, source: string): SyntaxTree {
  const thousands = source.length / 1000;
  const started = process.cpuUsage();
  // A verdict does not hang on the time: where an error was met, the code is not valid, however the parse ends.
  const progressCallback = ({ hasError }: ParseState): boolean => {
    const { least, perThousand } = hasError ? MENDING : PARSING;
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1000 > least + perThousand * thousands;
  };
  // The type lacks the result, which is what stops a parse.
  const tree = parser.parse(source, null, { progressCallback } as ParseOptions);
  if (tree === null) {
    parser.reset();
    return unreadTree(source);
  }
  try {
    return copyTree(tree, source);
  } finally {
    tree.delete();
    parser.reset();
  }
}
