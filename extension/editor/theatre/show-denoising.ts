import * as vscode from "vscode";
import * as z from "zod";
import type { Candidate, GenerateRequest, GenerateResult, Generator, RejectedSample } from "../../contract";
import { asCodeFusionError, CodeFusionError } from "../../errors";
import { type CastMember, type History, isRecall, liveliestOf, openingState, type TheatreState } from "../../schema";
import type { Histories, HistoryEntry } from "../history";
import type { CandidateUse } from "../offer/use-candidate";
import type { GeneratorSource } from "../run/generator-source";
import { candidateIn, type LastRun, type LiveFollower, type PromptRun } from "../run/last-run";
import { translated } from "../shell/translate";
import {
  editorSpeech,
  LiveRun,
  pageFiles,
  saveExport,
  standaloneHtml,
  TheatreBranches,
  type TheatreHandlers,
  TheatrePanel,
} from ".";

/** Commands can be called by anyone with anything. */
const argsSchema = z.object({
  /** A history entry; that of the cursor, else the last run, when absent. */
  id: z.string().optional(),
  /** Index into the frames: exactly this is to be seen, on whatever it opens otherwise. */
  frame: z.number().int().nonnegative().optional(),
});

/** Rejected samples that are decoded for the cast, at most. */
const MOST_REJECTED = 5;

export interface ShowDenoisingParts {
  readonly extensionUri: vscode.Uri;
  readonly generators: GeneratorSource;
  /** The seed that the settings fix; undefined for a new one each time. */
  readonly seed: () => number | undefined;
  readonly histories: Histories;
  readonly lastRun: LastRun;
  readonly use: CandidateUse;
  readonly log: vscode.LogOutputChannel;
}

/** Opens the theatre on inserted code, on the last run, or on the run that is under way. */
export class ShowDenoising {
  readonly #branches: TheatreBranches;
  #live: LiveRun | undefined;
  #awaited = false;

  constructor(private readonly parts: ShowDenoisingParts) {
    this.#branches = new TheatreBranches(parts.generators, parts.use, parts.lastRun, parts.seed);
  }

  /** What the theatre asks of the extension. */
  get handlers(): TheatreHandlers {
    const { extensionUri, log } = this.parts;
    return {
      onUse: (history) => this.#use(history),
      onCopy: (code) => vscode.env.clipboard.writeText(code),
      onBranch: (wish) => this.#branches.denoise(wish),
      onExport: async (file) => {
        await saveExport(file);
      },
      standalone: async ({ state, theme }) =>
        standaloneHtml({ ...(await pageFiles(extensionUri)), state, theme }, editorSpeech()),
      log,
    };
  }

  /** @throws CodeFusionError bad-input when there is nothing to show */
  async run(args: unknown): Promise<void> {
    const { id, frame } = argsSchema.catch({}).parse(args ?? {});
    const { lastRun, histories } = this.parts;
    if (id === undefined && this.#live) {
      // The next step of the run opens the theatre: there is nothing to show before.
      this.#awaited = true;
      return;
    }
    const entry = id === undefined ? await this.#atCursor() : histories.get(id);
    if (entry) return this.#ofEntry(entry, frame);
    if (id === undefined && lastRun.current) return this.ofRun(lastRun.current);
    throw new CodeFusionError(
      "bad-input",
      "there is no denoising to show",
      "generate code from a comment first, or put the cursor on code that CodeFusion inserted",
    );
  }

  /**
   * Shows all candidates of `run` and the samples that were rejected: `candidate` in front, and without one the sample
   * that changed most on its way.
   */
  async ofRun(run: PromptRun, candidate?: Candidate, frame = 0): Promise<void> {
    const cast = await this.#historiesOf(run.result);
    const selected = candidate ? indexIn(run, candidate) : liveliestOf(cast);
    this.#show(openingState(cast, selected ?? 0, frame));
  }

  /** Follows a run that is under way: an open theatre shows its steps, and at the end its history. */
  get live(): LiveFollower {
    return {
      begins: (request, generator) => this.#begins(request, generator),
      step: (progress) => this.#live?.follow(progress),
      ends: (run) => void this.#ends(run?.result),
    };
  }

  #begins(request: GenerateRequest, generator: Pick<Generator, "status">): void {
    const backend = () => {
      const { kind, provider } = generator.status();
      return { kind, provider };
    };
    this.#live = new LiveRun(request, backend, () => {
      const update = (state: TheatreState) => this.#show(state);
      if (TheatrePanel.current) return TheatrePanel.current;
      return this.#awaited ? { update, step: () => undefined } : undefined;
    });
  }

  async #ends(result: GenerateResult | undefined): Promise<void> {
    const state = this.#live?.ended();
    this.#live = undefined;
    this.#awaited = false;
    const panel = TheatrePanel.current;
    if (!state || !panel) return;
    try {
      const cast = result && (await this.#historiesOf(result));
      panel.update(cast ? openingState(cast, liveliestOf(cast) ?? 0) : state);
    } catch (error) {
      // The run itself ended well, and its readouts are still there to look at.
      panel.update(state);
      this.parts.log.error(`theatre: ${asCodeFusionError(error).line}`);
    }
  }

  async #historiesOf(result: GenerateResult): Promise<readonly History[]> {
    const decode = async () => {
      const members = [...result.candidates, ...result.rejected.slice(0, MOST_REJECTED)];
      const histories: History[] = [];
      for (const each of members) histories.push(inUsersLanguage(await result.history(each), each));
      return histories;
    };
    const options = {
      location: vscode.ProgressLocation.Window,
      title: vscode.l10n.t("CodeFusion: decoding the history"),
    };
    return vscode.window.withProgress(options, decode);
  }

  async #ofEntry(entry: HistoryEntry, frame: number | undefined): Promise<void> {
    const history = await entry.history;
    const run = this.parts.lastRun.current;
    const candidate = run && candidateIn(run, history);
    if (!run || !candidate) return this.#show(openingState([history], 0, frame));
    if (frame !== undefined || !isRecall(history)) return this.ofRun(run, candidate, frame);
    // A recall has nothing to watch; its run may have.
    const cast = await this.#historiesOf(run.result);
    this.#show(openingState(cast, liveliestOf(cast) ?? indexIn(run, candidate)));
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
  async #use(history: CastMember): Promise<void> {
    if (await this.#branches.use(history)) return;
    const run = this.parts.lastRun.current;
    const candidate = run && (candidateIn(run, history) ?? sameProgram(run, history));
    if (run && candidate) return this.parts.use.use(run, candidate.code, candidate);
    await vscode.env.clipboard.writeText(history.code);
    void vscode.window.showInformationMessage(
      vscode.l10n.t("CodeFusion: the run is over, so the code was copied to the clipboard."),
    );
  }
}

function indexIn({ result }: PromptRun, candidate: Candidate): number {
  return Math.max(0, result.candidates.indexOf(candidate));
}

/** The candidate of `run` that says what a sample says which was left out for that. */
function sameProgram(
  { result }: PromptRun,
  { utterance, code }: Pick<History, "utterance" | "code">,
): Candidate | undefined {
  return result.request.utterance === utterance ? result.candidates.find((each) => each.code === code) : undefined;
}

/** Why a sample was rejected, and what speaks for a candidate, is said in the editor's language. */
function inUsersLanguage(history: History, sample: Candidate | RejectedSample): History {
  const { evidence } = history;
  return {
    ...history,
    ...("reason" in sample && { rejected: translated(sample.reason, vscode.l10n.t) }),
    ...(evidence && { evidence: evidence.map((each) => ({ text: translated(each, vscode.l10n.t), values: [] })) }),
  };
}
