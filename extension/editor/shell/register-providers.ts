import * as vscode from "vscode";
import type { Language } from "../../languages";
import type { LanguageId } from "../../schema";
import { CodeActions } from "../ask/code-actions";
import { CodeLenses } from "../ask/code-lenses";
import type { InlineCompletions } from "../ask/inline-completions";
import { type Histories, HistoryHover } from "../history";
import type { Config } from "./config";
import { EDITOR_LANGUAGE_IDS } from "./editor-languages";
import { INTERNAL_COMMANDS } from "./ids";

/** Registers what the editor asks by itself: hover, inline suggestions, light bulb and lenses. */
export function registerProviders({
  config,
  histories,
  inline,
  loadLanguage,
}: {
  readonly config: Config;
  readonly histories: Histories;
  readonly inline: InlineCompletions;
  readonly loadLanguage: (id: LanguageId) => Promise<Language>;
}): vscode.Disposable {
  const languages = [...EDITOR_LANGUAGE_IDS];
  const lenses = new CodeLenses(config, histories);
  return vscode.Disposable.from(
    lenses,
    vscode.languages.registerHoverProvider(languages, new HistoryHover(histories, loadLanguage)),
    vscode.languages.registerCodeActionsProvider(languages, new CodeActions(histories), CodeActions.metadata),
    vscode.languages.registerCodeLensProvider(languages, lenses),
    vscode.languages.registerInlineCompletionItemProvider(
      languages.map((language) => ({ language })),
      inline,
    ),
    vscode.commands.registerCommand(INTERNAL_COMMANDS.inlineAccepted, (key: unknown, index: unknown) =>
      inline.accepted(key, index),
    ),
  );
}
