import { closeSync, openSync, writeSync } from "node:fs";
import { CodeFusionError } from "../../errors";
import type { Outcome } from "../../evaluation";
import { type Prediction, predictionSchema } from "../../schema";

/** A predictions file, written row by row so that a stopped run keeps what it has. */
export interface PredictionsFile {
  add(outcome: Outcome): void;
  close(): void;
}

/**
 * Opens (and empties) a predictions file.
 * @throws CodeFusionError bad-input where it cannot be written
 */
export function openPredictions(file: string): PredictionsFile {
  let handle: number;
  try {
    handle = openSync(file, "w");
  } catch (error) {
    throw new CodeFusionError("bad-input", `cannot write ${file}`, "give --predictions a file in an existing folder", {
      cause: error,
    });
  }
  return {
    add: (outcome) => writeSync(handle, `${JSON.stringify(predictionOf(outcome))}\n`),
    close: () => closeSync(handle),
  };
}

function predictionOf({ language, utterance, gold, candidates, table }: Outcome): Prediction {
  const row = { lang: language, nl: utterance, code: gold, candidates: [...candidates] };
  return predictionSchema.parse(table === undefined ? row : { ...row, data: table });
}
