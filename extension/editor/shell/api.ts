import type * as vscode from "vscode";
import type { GenerateResult } from "../../contract";
import type { CodeFusionError } from "../../errors";
import type { CandidateRow } from "../offer";
import type { State } from "./status-bar";

/** What `activate` returns: a view of what is going on, for other extensions and for tests. It changes nothing. */
export interface CodeFusionApi {
  /** The rows of the candidate list; undefined while none is open. */
  offered(): readonly CandidateRow[] | undefined;
  /** The ghost text on show, as it would be inserted; undefined when there is none. */
  preview(): string | undefined;
  /** The texts that were suggested inline last; a new array each time. */
  suggested(): readonly string[] | undefined;
  /** The outcome of the last run that ended well. */
  lastResult(): GenerateResult | undefined;
  /** The failure that was reported last, a cancelled run included. */
  lastError(): CodeFusionError | undefined;
  /** What the extension is doing. */
  state(): State;
  /** What the status bar says, icons included. */
  statusText(): string;
  /** The page of the open rule preview; undefined while none is open. */
  rulePreview(): string | undefined;
  /** The inserted code of `document` whose history is kept. */
  histories(document: vscode.TextDocument): readonly { readonly id: string; readonly range: vscode.Range }[];
}
