import * as vscode from "vscode";
import type { GenerateProgress, GenerateRequest } from "../../contract";
import { asCodeFusionError, type CodeFusionError } from "../../errors";
import type { Place } from "../ask/place";
import type { Computer } from "../run/compute";
import type { LastRun, LiveFollower, PromptRun } from "../run/last-run";
import type { Config } from "../shell/config";
import type { Reporter } from "../shell/report";
import type { ShowDenoising } from "../theatre/show-denoising";
import { type CandidatePicker, CandidateSession, type Compute, GhostText, type ListChoice } from ".";
import type { CandidateUse } from "./use-candidate";

export interface OfferParts {
  readonly config: Config;
  readonly computer: Computer;
  readonly picker: CandidatePicker;
  readonly use: CandidateUse;
  readonly lastRun: LastRun;
  readonly showDenoising: ShowDenoising;
  readonly reporter: Reporter;
  readonly log: vscode.LogOutputChannel;
  readonly live?: LiveFollower;
}

/** What is to be offered, and where it would go. */
export interface Task {
  readonly request: GenerateRequest;
  readonly place: Place;
  /** The history entry of inserted code that the chosen candidate takes the place of. */
  readonly replaces?: string;
  /** Which prompt of several this is, e.g. "1 of 2". */
  readonly position?: string;
  /** Changes how candidates are computed; as they are when absent. */
  readonly compute?: (compute: Compute) => Compute;
}

/** The part that every way of generating shares: compute, list and preview, do what the user chose. */
export class OfferCandidates {
  /** The latest, which may have been taken away. */
  #preview: GhostText | undefined;
  /** Of which the user has not yet said what becomes of it. */
  #undecided: CandidateSession | undefined;

  constructor(private readonly parts: OfferParts) {}

  /** The ghost text on show, as it would be inserted. */
  get preview(): string | undefined {
    return this.#preview?.shown;
  }

  /** Whether the editor may be asking for inline suggestions for the sake of a preview alone. */
  get isPreviewing(): boolean {
    return this.parts.picker.open !== undefined || this.#preview?.isAsking === true;
  }

  /**
   * Opens the list, computes candidates, lets the user choose, does what was chosen. An earlier run that is still undecided is
   * stopped; one whose candidate was taken early goes on, so that its history can be told.
   * @returns what was chosen; undefined when the list was left, with the document as it was
   * @throws CodeFusionError bad-input, cancelled, and what the pipeline throws
   */
  async offer(task: Task): Promise<ListChoice | undefined> {
    const { computer, live } = this.parts;
    const { place, compute = (plain: Compute) => plain } = task;
    this.#undecided?.stop();
    const plain: Compute = (request, signal, onProgress) => {
      const report = (progress: GenerateProgress) => {
        onProgress(progress);
        live?.step(progress);
      };
      return computer.run(request, signal, report, { onBegin: (...begun) => live?.begins(...begun) });
    };
    const session = new CandidateSession(task.request, compute(plain));
    this.#undecided = session;
    const run = new SessionRun(session, place, task.replaces);
    const follow = followSession(session, run, this.parts);
    try {
      const failed = session.start().then(() => undefined, asCodeFusionError);
      const choice = await this.#choose(session, task);
      const isOver = !session.busy && session.candidates.length === 0;
      if (this.#undecided === session) this.#undecided = undefined;
      if (choice === undefined || session.result) session.stop();
      if (isOver) this.#end(await failed);
      await this.#act(session, run, choice);
      return choice;
    } finally {
      if (this.#undecided === session) this.#undecided = undefined;
      follow.end();
    }
  }

  /** Why a run offered nothing: the list itself has told an answer, whoever asked is told the rest. */
  #end(error: CodeFusionError | undefined): void {
    if (error?.isAnswer) this.parts.reporter.note(error);
    else if (error) throw error;
  }

  async #choose(session: CandidateSession, { place, position = "" }: Task): Promise<ListChoice | undefined> {
    const { picker, config } = this.parts;
    const editor = vscode.window.visibleTextEditors.find((visible) => visible.document === place.document);
    // Without a place for it there is no preview, but the candidates can still be read and copied.
    const preview = editor && new GhostText(editor, place);
    this.#preview = preview;
    try {
      return await picker.pick({
        session,
        place,
        position,
        showInvalid: config.showInvalid(),
        onFocus: (code, placement) => preview?.show(code, placement),
      });
    } finally {
      preview?.dispose();
    }
  }

  async #act(session: CandidateSession, run: SessionRun, choice: ListChoice | undefined): Promise<void> {
    if (choice?.kind === "insert") {
      const { code, candidate, placement } = choice;
      if (placement !== "replace") delete run.insertedId;
      const history = candidate && session.history(candidate);
      await this.parts.use.put(run, placement, { code, language: session.request.language, history });
    }
    if (choice?.kind === "watch") {
      // The theatre shows whole runs; one that is still under way is waited for.
      await session.history(choice.candidate);
      await this.parts.showDenoising.ofRun(run, choice.candidate);
    }
  }
}

/**
 * Makes the run of `session` the last one once it has ended, and lets go of its place where it never does; `end` is
 * called when the user has decided, which may be before that.
 */
function followSession(
  session: CandidateSession,
  run: PromptRun,
  { lastRun, log, live }: Pick<OfferParts, "lastRun" | "log" | "live">,
) {
  let failure = session.failure;
  let wasBusy = false;
  let isKept = false;
  let isDecided = false;
  const follow = () => {
    if (session.failure !== failure && session.failure) log.warn(session.failure.line);
    failure = session.failure;
    if (session.result && !isKept) {
      isKept = true;
      lastRun.set(run);
    }
    if (wasBusy && !session.busy) live?.ends(session.result && run);
    wasBusy = session.busy;
    if (!isDecided || session.busy) return;
    stop();
    if (!isKept) run.place.dispose();
  };
  const stop = session.onChange(follow);
  const end = () => {
    isDecided = true;
    follow();
  };
  return { end };
}

/** The run of a session, which goes on growing while the user asks for more. */
class SessionRun implements PromptRun {
  insertedId?: string;

  constructor(
    private readonly session: CandidateSession,
    readonly place: Place,
    replaces: string | undefined,
  ) {
    if (replaces !== undefined) this.insertedId = replaces;
  }

  get result() {
    const { result } = this.session;
    if (result === undefined) throw asCodeFusionError(new Error("the run has not ended yet"));
    return result;
  }
}
