import * as vscode from "vscode";
import { highlightedAs } from "../editor-languages";
import { COMMANDS } from "../ids";
import { rangeIn } from "../offsets";
import type { Histories } from "./histories";
import { hoverContent } from "./hover-content";

/** Hover on inserted code: how it was denoised. */
export class HistoryHover implements vscode.HoverProvider {
  constructor(private readonly histories: Histories) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const entry = await this.histories.at(document, position);
    if (entry === undefined) return undefined;
    const history = await entry.history.catch(() => undefined);
    if (history === undefined || token.isCancellationRequested) return undefined;
    const link = (frame: number) => {
      const args = encodeURIComponent(JSON.stringify([{ id: entry.id, frame }]));
      return `command:${COMMANDS.showDenoising}?${args}`;
    };
    const content = hoverContent({ history, highlightedAs: highlightedAs(history.language), link });
    const markdown = new vscode.MarkdownString(content);
    markdown.isTrusted = { enabledCommands: [COMMANDS.showDenoising] };
    return new vscode.Hover(markdown, rangeIn(document, entry.range));
  }
}
