import type { CodeTokenizer } from "../model";
import type { DecodedSample } from "./sample";
import { balancedReadings } from "./search";

/** What the decoder said of a batch: the m likeliest tokens of every position, [rows, n, m]. */
export interface DecodedBatch {
  readonly ids: Int32Array;
  readonly logProbs: Float32Array;
  readonly n: number;
  readonly m: number;
}

/**
 * Reads every row's likeliest tokens up to the first PAD (paper section 3), and keeps what else it could be.
 * @param seeds one per row
 * @param firstIndex index of the first row within the run
 */
export function decodeSamples(
  { ids, logProbs, n, m }: DecodedBatch,
  seeds: readonly number[],
  firstIndex: number,
  tokenizer: CodeTokenizer,
): DecodedSample[] {
  return seeds.map((seed, row) => {
    const tokens: number[] = [];
    let sum = 0;
    let read = 0;
    for (let position = 0; position < n; position++) {
      const at = (row * n + position) * m;
      const id = ids[at] ?? tokenizer.pad;
      sum += logProbs[at] ?? 0;
      read++;
      if (id === tokenizer.pad) break;
      tokens.push(id);
    }
    const size = n * m;
    const lattice = {
      ids: ids.slice(row * size, (row + 1) * size),
      logProbs: logProbs.slice(row * size, (row + 1) * size),
      n,
      m,
    };
    return {
      index: firstIndex + row,
      seed,
      slotted: tokenizer.decode(tokens),
      probability: Math.exp(sum / read),
      ids: tokens,
      others: () => balancedReadings(lattice, tokenizer),
    };
  });
}
