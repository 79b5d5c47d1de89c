import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CodeFusionError, say } from "../errors";
import { CodeTokenizer, type TokenizerJson, UtteranceTokenizer } from "../model/tokenizer";

/**
 * The code tokenizer of a folder, which may be a model's.
 * @throws CodeFusionError bad-input where it is missing or is none
 */
export function readCodeTokenizer(folder: string): CodeTokenizer {
  return read(folder, "code-tokenizer.json", (json) => new CodeTokenizer(json));
}

/**
 * The utterance tokenizer of a folder, which may be a model's.
 * @throws CodeFusionError bad-input where it is missing or is none
 */
export function readUtteranceTokenizer(folder: string): UtteranceTokenizer {
  return read(folder, "utterance-tokenizer.json", (json) => new UtteranceTokenizer(json));
}

function read<T>(folder: string, name: string, make: (json: TokenizerJson) => T): T {
  try {
    return make(JSON.parse(readFileSync(join(folder, name), "utf8")));
  } catch (error) {
    throw new CodeFusionError(
      "bad-input",
      say`cannot read ${name} in ${folder}`,
      "name the folder that holds the tokenizers",
      { cause: error },
    );
  }
}
