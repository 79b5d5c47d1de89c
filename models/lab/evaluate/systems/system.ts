import type { Outcome } from "../../measures";
import type { PairRow } from "../../prepare/rows";
import type { TestRow } from "../rows";

/** What is measured: predicts one row; a row without a valid prediction has no candidates. */
export interface System {
  predict(row: TestRow): Promise<Outcome>;
  /** Releases what predicting holds. */
  dispose(): void;
}

/** What was predicted of a row, beside the row. */
export function outcomeOf(
  row: PairRow,
  predicted: Pick<Outcome, "candidates" | "grounds" | "marks" | "samples" | "milliseconds">,
): Outcome {
  return { language: row.lang, utterance: row.nl, gold: row.code, table: row.data, ...predicted };
}
