import { generatePairs, readGrammar } from "./grammar";
import { readIdioms } from "./idioms";
import { type PairRow, readPairs } from "./rows";

/** Pairs that are drawn from a grammar where nothing else is said. */
const GENERATED = 10_000;

/**
 * Pairs of several files in their order: of idioms where a name ends in .txt, drawn from a grammar where it ends in .grammar,
 * else of JSONL.
 * @param generated pairs that are drawn from each grammar
 * @throws CodeFusionError bad-input as `readIdioms`, `readGrammar` and `readPairs`
 */
export function readPairFiles(files: readonly string[], generated = GENERATED): PairRow[] {
  return files.flatMap((file) => {
    if (file.endsWith(".txt")) return readIdioms(file);
    return file.endsWith(".grammar") ? generatePairs(readGrammar(file), generated) : readPairs(file);
  });
}
