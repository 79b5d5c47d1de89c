import { createRequire } from "node:module";
import { Language, Parser } from "web-tree-sitter";

/** Whether `source` is Python without a syntax error, by the grammar alone and none of the extension's own code. */
export async function parsesAsPython(source: string): Promise<boolean> {
  await Parser.init();
  const grammar = createRequire(__filename).resolve("tree-sitter-python/tree-sitter-python.wasm");
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  const tree = parser.parse(source);
  const parses = tree !== null && !tree.rootNode.hasError;
  tree?.delete();
  parser.delete();
  return parses;
}
