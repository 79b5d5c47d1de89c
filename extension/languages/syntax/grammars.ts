import { Language, Parser } from "web-tree-sitter";
import { CodeFusionError, say } from "../../errors";
import { copyTree, type SyntaxTree } from "./tree";
import { wasmFile } from "./wasm-file";

/** The languages that have a tree-sitter grammar. */
export type GrammarId = "python" | "bash";

/** Parses text; never throws for bad text, whose tree says `hasError`. */
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
    return (source) => parseWith(parser, source);
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

function parseWith(parser: Parser, source: string): SyntaxTree {
  const tree = parser.parse(source);
  if (tree === null) throw new CodeFusionError("internal", "the parser gave no tree", "report this code");
  try {
    return copyTree(tree, source);
  } finally {
    tree.delete();
    parser.reset();
  }
}
