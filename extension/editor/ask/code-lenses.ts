import * as vscode from "vscode";
import { languageForEditor } from "../../languages/metadata";
import type { Histories } from "../history";
import type { Config } from "../shell/config";
import { commentSyntax } from "../shell/editor-languages";
import { COMMANDS } from "../shell/ids";
import { linesOf } from "./generate-from-comment";
import { findAllPromptComments } from "./prompt-comment";

/** Where the setting asks for it: "Generate" above comments, "Regenerate" and "Show denoising" above inserted code. */
export class CodeLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(
    private readonly config: Config,
    private readonly histories: Histories,
  ) {
    this.#subscriptions = [
      config.onDidChange(() => this.#changed.fire()),
      histories.onDidChange(() => this.#changed.fire()),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const language = languageForEditor(document.languageId);
    if (language === undefined || !this.config.codeLens(document)) return [];
    const { t } = vscode.l10n;
    const prompts = findAllPromptComments(linesOf(document), commentSyntax(language)).map(({ startLine, indent }) => {
      const at = new vscode.Position(startLine, indent.length);
      return lens(at, `$(sparkle) ${t("Generate")}`, COMMANDS.generateFromComment, { line: startLine });
    });
    const inserted = this.histories
      .of(document)
      .flatMap(({ id, range: { start } }) => [
        lens(start, `$(refresh) ${t("Regenerate")}`, COMMANDS.regenerate, { id }),
        lens(start, `$(play-circle) ${t("Show denoising")}`, COMMANDS.showDenoising, { id }),
      ]);
    return [...prompts, ...inserted];
  }
}

function lens(at: vscode.Position, title: string, command: string, args: unknown): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(at, at), { title, command, arguments: [args] });
}
