import { randomInt } from "node:crypto";
import type * as vscode from "vscode";
import type { GenerateRequest } from "../../contract";
import type { LanguageId, Table } from "../../schema";
import type { Config } from "../shell/config";

/** The table that stands beside a document of CF rules; undefined where there is none. */
export type TableOf = (document: vscode.TextDocument) => PromiseLike<Table | undefined>;

/** How many lines above a prompt are looked through for names in scope. */
const CONTEXT_LINES = 10;

/** What is asked, and where. */
export interface Asked {
  readonly utterance: string;
  /** Where the prompt, or the code that is to be replaced, begins. */
  readonly startLine: number;
  /** Code in front of the prompt on its own line: its names count as those above. */
  readonly code?: string | undefined;
}

/** Makes what is asked of the pipeline, as the settings and the table beside the document say. */
export class Requests {
  constructor(
    private readonly config: Config,
    private readonly tableOf: TableOf = async () => undefined,
  ) {}

  /**
   * A request for `utterance`, with the seed of the settings or a new one.
   */
  async make(document: vscode.TextDocument, language: LanguageId, asked: Asked): Promise<GenerateRequest> {
    const { config } = this;
    const { utterance, startLine, code } = asked;
    return {
      utterance,
      language,
      context: [...linesAbove(document, startLine), ...(code === undefined ? [] : [code])].join("\n"),
      codeStays: config.codeStays(document),
      table: language === "cf" ? await this.tableOf(document) : undefined,
      count: config.candidates(document),
      steps: config.steps(document),
      seed: config.seed(document) ?? newSeed(),
    };
  }
}

function linesAbove(document: vscode.TextDocument, line: number): readonly string[] {
  const first = Math.max(0, line - CONTEXT_LINES);
  return Array.from({ length: line - first }, (_, at) => document.lineAt(first + at).text);
}

/** Unsigned 32-bit, by chance. */
export function newSeed(): number {
  return randomInt(2 ** 32);
}
