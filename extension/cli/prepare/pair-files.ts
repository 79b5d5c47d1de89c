import { readIdioms } from "./idioms";
import { type PairRow, readPairs } from "./rows";

/**
 * Pairs of several files in their order: of idioms where a name ends in .txt, else of JSONL.
 * @throws CodeFusionError bad-input as `readIdioms` and `readPairs`
 */
export function readPairFiles(files: readonly string[]): PairRow[] {
  return files.flatMap((file) => (file.endsWith(".txt") ? readIdioms(file) : readPairs(file)));
}
