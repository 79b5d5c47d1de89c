import * as vscode from "vscode";
import * as z from "zod";
import { CodeFusionError } from "../errors";
import type { Candidate } from "../pipeline";
import type { History, TheatreState } from "../schema";
import type { Histories, HistoryEntry } from "./history";
import { candidateOf, type LastRun, type Run } from "./run";
import { type TheatreHandlers, TheatrePanel } from "./theatre";
import type { CandidateUse } from "./use-candidate";

/** Commands can be called by anyone with anything. */
const argsSchema = z.object({
  /** A history entry; that of the cursor, else the last run, when absent. */
  id: z.string().optional(),
  /** Index into the frames. */
  frame: z.number().int().nonnegative().optional(),
});

export interface ShowDenoisingParts {
  readonly extensionUri: vscode.Uri;
  readonly histories: Histories;
  readonly lastRun: LastRun;
  readonly use: CandidateUse;
  readonly log: vscode.LogOutputChannel;
}

/** Opens the theatre on inserted code or on the last run. */
export class ShowDenoising {
  constructor(private readonly parts: ShowDenoisingParts) {}

  /** What the theatre asks of the extension. */
  get handlers(): TheatreHandlers {
    return { onUse: (history) => this.#use(history), log: this.parts.log };
  }

  /** @throws CodeFusionError bad-input when there is nothing to show */
  async run(args: unknown): Promise<void> {
    const { id, frame = 0 } = argsSchema.catch({}).parse(args ?? {});
    const { lastRun, histories } = this.parts;
    const entry = id === undefined ? await this.#atCursor() : histories.get(id);
    if (entry) return this.#ofEntry(entry, frame);
    if (id === undefined && lastRun.current) return this.ofRun(lastRun.current);
    throw new CodeFusionError(
      "bad-input",
      "there is no denoising to show",
      "generate code from a comment first, or put the cursor on code that CodeFusion inserted",
    );
  }

  /** Shows all candidates of `run`, `candidate` in front. */
  async ofRun(run: Run, candidate?: Candidate, frame = 0): Promise<void> {
    const { result } = run;
    const decode = async () => {
      const histories: History[] = [];
      for (const each of result.candidates) histories.push(await result.history(each));
      return histories;
    };
    const options = {
      location: vscode.ProgressLocation.Window,
      title: vscode.l10n.t("CodeFusion: decoding the history"),
    };
    const candidates = await vscode.window.withProgress(options, decode);
    const selected = candidate ? Math.max(0, result.candidates.indexOf(candidate)) : 0;
    this.#show({ version: 1, candidates, selected, frame });
  }

  async #ofEntry(entry: HistoryEntry, frame: number): Promise<void> {
    const history = await entry.history;
    const run = this.parts.lastRun.current;
    const candidate = run && candidateOf(run, history);
    if (run && candidate) return this.ofRun(run, candidate, frame);
    this.#show({ version: 1, candidates: [history], selected: 0, frame });
  }

  #show(state: TheatreState): void {
    const frames = state.candidates[state.selected]?.frames.length ?? 1;
    const frame = Math.min(state.frame, frames - 1);
    TheatrePanel.show(this.parts.extensionUri, { ...state, frame }, this.handlers);
  }

  async #atCursor(): Promise<HistoryEntry | undefined> {
    const editor = vscode.window.activeTextEditor;
    return editor && this.parts.histories.at(editor.document, editor.selection.active);
  }

  /** "Use this" in the theatre: into the document when its run is remembered, to the clipboard otherwise. */
  async #use(history: History): Promise<void> {
    const run = this.parts.lastRun.current;
    const candidate = run && candidateOf(run, history);
    if (run && candidate) return this.parts.use.use(run, candidate.code, candidate);
    await vscode.env.clipboard.writeText(history.code);
    void vscode.window.showInformationMessage(
      vscode.l10n.t("CodeFusion: the run is over, so the code was copied to the clipboard."),
    );
  }
}
