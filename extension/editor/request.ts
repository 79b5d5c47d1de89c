import { randomInt } from "node:crypto";
import type * as vscode from "vscode";
import type { GenerateRequest } from "../pipeline";
import type { LanguageId } from "../schema";
import type { Config } from "./config";

/** What is asked of the pipeline for `utterance` in `document`, as the settings there say. */
export function requestFor(
  config: Config,
  document: vscode.TextDocument,
  language: LanguageId,
  utterance: string,
): GenerateRequest {
  return {
    utterance,
    language,
    count: config.candidates(document),
    steps: config.steps(document),
    seed: config.seed(document) ?? newSeed(),
  };
}

/** Unsigned 32-bit, by chance. */
export function newSeed(): number {
  return randomInt(2 ** 32);
}
