/** Compares Python programs by their syntax trees, as Python's own `ast` module would. */
import { loadGrammar } from "../../../../extension/languages/syntax";
import { pythonTreeKey } from "./tree";

export { pythonTreeKey } from "./tree";

/** Whether two sources have equal syntax trees; false where `gold` is not Python 3. */
export type SameTree = (prediction: string, gold: string) => boolean;

/**
 * Loads the grammar once for many comparisons.
 * @throws CodeFusionError internal where the installation lacks the grammar
 */
export async function loadSameTree(): Promise<SameTree> {
  const parse = await loadGrammar("python");
  const key = (code: string) => pythonTreeKey(parse(code.trim().replace(/\r\n?/g, "\n")));
  return (prediction, gold) => {
    const wanted = key(gold);
    return wanted !== undefined && key(prediction) === wanted;
  };
}
