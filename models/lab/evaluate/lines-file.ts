import { closeSync, openSync, writeSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { CodeFusionError } from "../../../extension/errors";
import { type Prediction, predictionSchema } from "../../../extension/schema";
import type { Outcome } from "../measures";

/** A file of JSON lines, written row by row so that a stopped run keeps what it has. */
export interface LinesFile {
  add(line: object): void;
  close(): void;
}

/**
 * Opens (and empties) a file of JSON lines; one whose name ends in .gz is compressed.
 * @param option the flag that named it
 * @throws CodeFusionError bad-input where it cannot be written
 */
export function openLines(file: string, option: string): LinesFile {
  let handle: number;
  try {
    handle = openSync(file, "w");
  } catch (error) {
    throw new CodeFusionError("bad-input", `cannot write ${file}`, `give ${option} a file in an existing folder`, {
      cause: error,
    });
  }
  const pack = file.endsWith(".gz") ? (text: string) => gzipSync(text) : (text: string) => Buffer.from(text);
  return {
    // A gzip file may have any number of members: each line is one.
    add: (line) => writeSync(handle, pack(`${JSON.stringify(line)}\n`)),
    close: () => closeSync(handle),
  };
}

/** An outcome as a line of a predictions file. */
export function predictionOf({ language, utterance, gold, candidates, table }: Outcome): Prediction {
  const row = { lang: language, nl: utterance, code: gold, candidates: [...candidates] };
  return predictionSchema.parse(table === undefined ? row : { ...row, data: table });
}
