import * as vscode from "vscode";
import { asCodeFusionError, type CodeFusionError } from "../errors";
import type { GenerateProgress, GenerateResult } from "../pipeline";
import { EDITOR_LANGUAGE_IDS } from "./editor-languages";
import { COMMANDS, CONTEXT_KEYS, STATUS_BAR_ID } from "./ids";

/** One run as the status bar follows it; exactly one of `done` and `failed` ends it. */
export interface Busy {
  readonly report: (progress: GenerateProgress) => void;
  readonly done: (result: GenerateResult) => void;
  readonly failed: (thrown: unknown) => void;
}

/** What the extension is doing, as one word. */
export type State = "idle" | "working" | "error";

/** The one status bar item: state, backend and provider. A click opens the log, or stops the run that is under way. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem(STATUS_BAR_ID, vscode.StatusBarAlignment.Right, 90);
  readonly #subscription: vscode.Disposable;
  #runs = 0;
  #error: CodeFusionError | undefined;
  #backend: GenerateResult["backend"] | undefined;

  constructor() {
    this.#item.name = "CodeFusion";
    this.#subscription = vscode.window.onDidChangeActiveTextEditor(() => this.#showWhereUseful());
    this.#render();
  }

  get state(): State {
    if (this.#runs > 0) return "working";
    return this.#error ? "error" : "idle";
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }

  /** Call when a run starts. */
  busy(): Busy {
    this.#setRuns(this.#runs + 1);
    let over = false;
    const end = (error: CodeFusionError | undefined) => {
      if (over) return;
      over = true;
      this.#error = error;
      this.#setRuns(this.#runs - 1);
    };
    return {
      report: ({ step, steps }) => {
        if (!over) this.#item.text = steps > 0 ? `$(loading~spin) CodeFusion ${step}/${steps}` : this.#item.text;
      },
      done: ({ backend }) => {
        this.#backend = backend;
        end(undefined);
      },
      failed: (thrown) => {
        const error = asCodeFusionError(thrown);
        // The user's own doing, or the utterance's fault, is no state of the extension.
        const lasting = !["cancelled", "bad-input", "no-valid-candidate"].includes(error.code);
        end(lasting ? error : undefined);
      },
    };
  }

  /** Call when the backend was stopped. */
  released(): void {
    this.#backend = undefined;
    this.#error = undefined;
    this.#render();
  }

  #setRuns(runs: number): void {
    this.#runs = runs;
    void vscode.commands.executeCommand("setContext", CONTEXT_KEYS.running, runs > 0);
    this.#render();
  }

  #render(): void {
    const provider = this.#backend ? `: ${this.#backend.provider}` : "";
    switch (this.state) {
      case "working":
        this.#set("$(loading~spin) CodeFusion", vscode.l10n.t("Generating; click to cancel"), COMMANDS.cancel);
        break;
      case "error":
        this.#set("$(warning) CodeFusion", this.#error?.line ?? "", COMMANDS.showLog);
        break;
      case "idle":
        this.#set(`$(sparkle) CodeFusion${provider}`, this.#idleTooltip(), COMMANDS.showLog);
    }
    this.#showWhereUseful();
  }

  #set(text: string, tooltip: string, command: string): void {
    this.#item.text = text;
    this.#item.tooltip = `CodeFusion: ${tooltip}`;
    this.#item.command = command;
    this.#item.accessibilityInformation = { label: this.#item.tooltip, role: "button" };
  }

  #idleTooltip(): string {
    if (this.#backend === undefined) return vscode.l10n.t("the model is loaded on first use; click for the log");
    const { kind, provider } = this.#backend;
    return vscode.l10n.t("ready ({0}, {1}); click for the log", kind, provider);
  }

  #showWhereUseful(): void {
    const language = vscode.window.activeTextEditor?.document.languageId;
    const useful = language !== undefined && EDITOR_LANGUAGE_IDS.includes(language);
    if (useful || this.state !== "idle") this.#item.show();
    else this.#item.hide();
  }
}
