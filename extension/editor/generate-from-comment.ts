import { randomInt } from "node:crypto";
import * as vscode from "vscode";
import { CodeFusionError } from "../errors";
import type { GenerateProgress, GenerateRequest, GenerateResult } from "../pipeline";
import type { CandidatePicker, Choice } from "./candidate-picker";
import type { Config } from "./config";
import { commentSyntax, requireLanguage } from "./editor-languages";
import type { GeneratorSource } from "./generator-source";
import { GhostText } from "./ghost-text";
import { requireWritable } from "./insert-code";
import { PromptAnchor } from "./prompt-anchor";
import { findPromptComment } from "./prompt-comment";
import type { LastRun, Run } from "./run";
import { runWithProgress } from "./run-with-progress";
import type { ShowDenoising } from "./show-denoising";
import type { StatusBar } from "./status-bar";
import type { CandidateUse } from "./use-candidate";

export interface GenerateFromCommentParts {
  readonly config: Config;
  readonly generators: GeneratorSource;
  readonly picker: CandidatePicker;
  readonly use: CandidateUse;
  readonly lastRun: LastRun;
  readonly showDenoising: ShowDenoising;
  readonly status: StatusBar;
  readonly log: vscode.LogOutputChannel;
}

/** The main job: from the prompt comment at the cursor to code below it. */
export class GenerateFromComment {
  #running: AbortController | undefined;
  #preview: GhostText | undefined;

  constructor(private readonly parts: GenerateFromCommentParts) {}

  /** The ghost text on show, as it would be inserted. */
  get preview(): string | undefined {
    return this.#preview?.shown;
  }

  /** Stops the run that is under way; does nothing when there is none. */
  cancel(): void {
    this.#running?.abort();
  }

  /**
   * Reads the comment, computes candidates, lets the user choose, inserts. A run that is still under way is stopped.
   * @throws CodeFusionError bad-input, cancelled, and what the pipeline throws
   */
  async run(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) throw noEditor();
    const { document } = editor;
    const request = this.#requestOf(editor);
    await requireWritable(document);
    const anchor = new PromptAnchor(document, request.comment);
    let run: Run;
    try {
      run = { result: await this.#generate(request), anchor };
    } catch (error) {
      anchor.dispose();
      await this.parts.showDenoising.liveEnds(undefined);
      throw error;
    }
    this.parts.lastRun.set(run);
    void this.parts.showDenoising.liveEnds(run.result);
    await this.#act(run, await this.#choose(run));
  }

  #requestOf(editor: vscode.TextEditor): GenerateRequest & { comment: ReturnType<typeof findPromptComment> } {
    const { document, selection } = editor;
    const { config } = this.parts;
    const language = requireLanguage(document.languageId);
    const lines = document.getText().split(/\r\n|\r|\n/);
    const comment = findPromptComment(lines, selection.active.line, commentSyntax(language));
    return {
      comment,
      utterance: comment.utterance,
      language,
      count: config.candidates(document),
      steps: config.steps(document),
      seed: config.seed(document) ?? randomInt(2 ** 32),
    };
  }

  async #generate(request: GenerateRequest): Promise<GenerateResult> {
    const { status, log } = this.parts;
    this.cancel();
    const controller = new AbortController();
    this.#running = controller;
    const busy = status.busy();
    try {
      const result = await this.#watched(request, controller, busy.report);
      log.info(
        `${result.candidates.length} of ${request.count} candidates for ${JSON.stringify(request.utterance)}: ` +
          `${result.backend.provider}, ${result.steps} steps, seed ${request.seed}, ${Math.round(result.timings.totalMs)} ms`,
      );
      this.#logRejected(result.rejected);
      busy.done(result);
      return result;
    } catch (error) {
      if (error instanceof Error && "rejected" in error) this.#logRejected(error.rejected);
      busy.failed(error);
      throw error;
    } finally {
      if (this.#running === controller) this.#running = undefined;
    }
  }

  /** The run, followed by an open theatre. */
  async #watched(
    request: GenerateRequest,
    controller: AbortController,
    report: (progress: GenerateProgress) => void,
  ): Promise<GenerateResult> {
    const { generators, showDenoising } = this.parts;
    const begin = async () => {
      const generator = await generators.get();
      showDenoising.liveBegins(request, generator);
      return generator;
    };
    return runWithProgress(begin, request, controller, (progress) => {
      report(progress);
      showDenoising.liveStep(progress);
    });
  }

  /** Why samples were not offered stays visible in the log; an error carries them untyped. */
  #logRejected(rejected: unknown): void {
    for (const sample of Array.isArray(rejected) ? rejected : [])
      this.parts.log.debug(`rejected: ${JSON.stringify(sample)}`);
  }

  async #choose(run: Run): Promise<Choice | undefined> {
    const { picker, config } = this.parts;
    const { document, comment } = run.anchor;
    const editor = vscode.window.visibleTextEditors.find((visible) => visible.document === document);
    const end = run.anchor.end();
    // Without a place for it there is no preview, but the candidates can still be read and copied.
    const preview = editor && end ? new GhostText(editor, end, comment.indent) : undefined;
    this.#preview = preview;
    try {
      return await picker.pick(run.result, config.showInvalid(), (code) => preview?.show(code));
    } finally {
      this.#preview = undefined;
      preview?.dispose();
    }
  }

  async #act(run: Run, choice: Choice | undefined): Promise<void> {
    if (choice?.kind === "insert") await this.parts.use.use(run, choice.code, choice.candidate);
    if (choice?.kind === "watch") await this.parts.showDenoising.ofRun(run, choice.candidate);
  }
}

function noEditor(): CodeFusionError {
  return new CodeFusionError(
    "bad-input",
    "no editor is open",
    "open a file and put the cursor on a comment that says what the code should do",
  );
}
