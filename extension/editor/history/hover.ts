import * as vscode from "vscode";
import type { Explained, Language } from "../../languages";
import type { LanguageId } from "../../schema";
import { highlightedAs } from "../shell/editor-languages";
import { COMMANDS } from "../shell/ids";
import { rangeIn } from "../shell/offsets";
import type { Histories } from "./histories";
import { hoverContent } from "./hover-content";

/** Hover on inserted code: what it says, how it was denoised, and what can be done with it. */
export class HistoryHover implements vscode.HoverProvider {
  constructor(
    private readonly histories: Histories,
    private readonly loadLanguage: (id: LanguageId) => Promise<Language>,
  ) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const entry = await this.histories.at(document, position);
    if (entry === undefined) return undefined;
    const history = await entry.history.catch(() => undefined);
    if (history === undefined) return undefined;
    const { id } = entry;
    const range = rangeIn(document, entry.range);
    const explained = await this.explain(history.language, document.getText(range));
    if (token.isCancellationRequested) return undefined;
    const content = hoverContent({
      history,
      highlightedAs: highlightedAs(history.language),
      explained,
      isEdited: document.getText(range) !== entry.text,
      links: {
        theatre: (frame) => commandLink(COMMANDS.showDenoising, { id, frame }),
        regenerate: commandLink(COMMANDS.regenerate, { id }),
        forget: commandLink(COMMANDS.forgetHistory, { id }),
      },
      t: vscode.l10n.t,
    });
    const markdown = new vscode.MarkdownString(content, true);
    markdown.isTrusted = { enabledCommands: [COMMANDS.showDenoising, COMMANDS.regenerate, COMMANDS.forgetHistory] };
    return new vscode.Hover(markdown, range);
  }

  /** The history is shown also where the grammar that the code is read with cannot be loaded. */
  private async explain(id: LanguageId, code: string): Promise<readonly Explained[]> {
    const language = await this.loadLanguage(id).catch(() => undefined);
    return language?.explain?.(code) ?? [];
  }
}

function commandLink(command: string, args: unknown): string {
  return `command:${command}?${encodeURIComponent(JSON.stringify([args]))}`;
}
