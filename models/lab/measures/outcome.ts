import type { Marks, Sample } from "../../../extension/contract";
import type { Grounds } from "../../../extension/rank";
import type { LanguageId, Table } from "../../../extension/schema";

/** What was predicted for one utterance, beside what was expected. */
export interface Outcome {
  readonly language: LanguageId;
  readonly utterance: string;
  /** The expected code. */
  readonly gold: string;
  readonly table?: Table | undefined;
  /** In the order shown to the user; empty where nothing valid was found. */
  readonly candidates: readonly string[];
  /** What a person is told of each candidate; absent where the system marks none. */
  readonly marks?: readonly Marks[] | undefined;
  /** What confidence in each candidate is told by; absent where nobody knows. */
  readonly grounds?: readonly Grounds[] | undefined;
  /** What E makes of the first five candidates, [hiddenDim] each; absent where it was not asked. */
  readonly embeddings?: readonly Float32Array[];
  /** Every sample before filtering, best score first. */
  readonly samples: readonly Pick<Sample, "valid">[];
  /** Time of the whole run in ms; undefined where nobody took it. */
  readonly milliseconds?: number | undefined;
}

/** Only the first five candidates count. */
export const TOP = 5;

/** Whether the table has rows enough (two) to judge a CF rule by what it formats. */
export function hasUsableTable(table: Table | undefined): boolean {
  return table !== undefined && table.length > 2;
}
