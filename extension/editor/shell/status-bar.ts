import * as vscode from "vscode";
import type { GenerateProgress, GenerateResult } from "../../contract";
import { asCodeFusionError, type CodeFusionError } from "../../errors";
import { EDITOR_LANGUAGE_IDS } from "./editor-languages";
import { COMMANDS, CONTEXT_KEYS, STATUS_BAR_ID } from "./ids";
import { explain } from "./report";
import { withoutIcons } from "./text";

/** One run as the status bar follows it; exactly one of `done` and `failed` ends it. */
export interface Busy {
  readonly report: (progress: GenerateProgress) => void;
  readonly done: (result: GenerateResult) => void;
  readonly failed: (thrown: unknown) => void;
}

/** The server that the settings name. */
export interface Planned {
  readonly host: string;
  readonly model?: string | undefined;
  /** Whether nothing but it is asked; a GPU here may come first otherwise. */
  readonly isCertain: boolean;
}

/** What the extension is doing, as one word. */
export type State = "idle" | "working" | "error";

/** The one status bar item: state, and what computes. A click opens a menu of what can be done. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem(STATUS_BAR_ID, vscode.StatusBarAlignment.Right, 90);
  readonly #subscription: vscode.Disposable;
  #runs = 0;
  #error: CodeFusionError | undefined;
  #backend: GenerateResult["backend"] | undefined;
  #tooltip = "";

  /** @param planned the server that runs go to by the settings, as long as nothing better is known; undefined where they stay here */
  constructor(private readonly planned: () => Planned | undefined = () => undefined) {
    this.#item.name = "CodeFusion";
    this.#item.command = COMMANDS.showMenu;
    this.#subscription = vscode.window.onDidChangeActiveTextEditor(() => this.#showWhereUseful());
    this.#render();
  }

  get state(): State {
    if (this.#runs > 0) return "working";
    return this.#error ? "error" : "idle";
  }

  /** The state in words. */
  get tooltip(): string {
    return this.#tooltip;
  }

  /** Whether there is a model in memory that could be released. */
  get isLoaded(): boolean {
    return this.#backend !== undefined;
  }

  /** Whether the settings name a server. */
  get hasServer(): boolean {
    return this.planned() !== undefined;
  }

  /** The text on show, icons included. */
  get text(): string {
    return this.#item.text;
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
        const isPassing = error.isAnswer || error.code === "cancelled" || error.code === "bad-input";
        end(isPassing ? undefined : error);
      },
    };
  }

  /** Call when the backend was stopped, or another one was chosen. */
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
    switch (this.state) {
      case "working":
        this.#set("$(loading~spin) CodeFusion", vscode.l10n.t("generating"));
        break;
      case "error":
        this.#set(`$(warning) CodeFusion: ${vscode.l10n.t("error")}`, this.#error ? lineOf(this.#error) : "");
        break;
      case "idle":
        this.#set(this.#idleText(), this.#idleTooltip());
    }
    this.#item.backgroundColor =
      this.state === "error" ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    this.#showWhereUseful();
  }

  #set(text: string, tooltip: string): void {
    this.#item.text = text;
    this.#tooltip = `CodeFusion: ${tooltip}`;
    this.#item.tooltip = vscode.l10n.t("{0}; click for what can be done", this.#tooltip);
    this.#item.accessibilityInformation = { label: this.#tooltip, role: "button" };
  }

  #idleText(): string {
    const planned = this.planned();
    if (this.#backend?.kind === "local") return `$(sparkle) CodeFusion: ${processorOf(this.#backend)}`;
    const host = this.#backend?.host ?? (planned?.isCertain ? planned.host : undefined);
    return host === undefined ? "$(sparkle) CodeFusion" : `$(server-environment) CodeFusion: ${withoutIcons(host)}`;
  }

  #idleTooltip(): string {
    const { t } = vscode.l10n;
    const planned = this.planned();
    const to = planned && (planned.model === undefined ? planned.host : t("{0} at {1}", planned.model, planned.host));
    if (this.#backend === undefined) {
      if (to === undefined) return t("the model is loaded on first use");
      return planned?.isCertain
        ? t("code is generated by {0}: your comments are sent there", to)
        : t("code is generated here, or by {0} where there is no GPU here", to);
    }
    const { kind, provider, host } = this.#backend;
    if (host !== undefined) return t("code is generated by {0}: your comments are sent there", to ?? host);
    return to === undefined
      ? t("ready ({0}, {1})", kind, provider)
      : t("the last run was computed here ({0}), not by {1}", provider, to);
  }

  #showWhereUseful(): void {
    const language = vscode.window.activeTextEditor?.document.languageId;
    const useful = language !== undefined && EDITOR_LANGUAGE_IDS.includes(language);
    if (useful || this.state !== "idle") this.#item.show();
    else this.#item.hide();
  }
}

/** What of this machine computes, in one word: the processor, or a GPU by whatever provider. */
function processorOf({ provider }: GenerateResult["backend"]): string {
  return provider === "cpu" ? "CPU" : "GPU";
}

function lineOf(error: CodeFusionError): string {
  const { what, remedy } = explain(error);
  return `${what} ${remedy}`;
}
