import * as vscode from "vscode";
import { asCodeFusionError } from "../../errors";
import { languageForEditor } from "../../languages/metadata";
import type { LanguageId } from "../../schema";
import type { GeneratorSource } from "../run/generator-source";
import type { Config } from "../shell/config";
import { commentSyntax } from "../shell/editor-languages";
import { linesOf } from "./generate-from-comment";
import { findPromptComment } from "./prompt-comment";

export interface WarmUpParts {
  readonly config: Config;
  readonly generators: GeneratorSource;
  readonly log: vscode.LogOutputChannel;
}

/** Milliseconds without a keystroke: opening the model takes a moment, which nobody should notice while typing. */
const PAUSE = 300;

/** Opens the model while the user still types a prompt comment, so that the first list need not wait for it. */
export class WarmUp implements vscode.Disposable {
  readonly #subscription = vscode.workspace.onDidChangeTextDocument((event) => this.#follow(event));
  #pause: NodeJS.Timeout | undefined;
  #preparing = false;

  constructor(private readonly parts: WarmUpParts) {}

  dispose(): void {
    this.#subscription.dispose();
    clearTimeout(this.#pause);
  }

  #follow({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    const [change, other] = contentChanges;
    const isTyped = change !== undefined && other === undefined && reason === undefined && isKeystroke(change);
    const language = languageForEditor(document.languageId);
    if (!isTyped || language === undefined || document !== vscode.window.activeTextEditor?.document) return;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#prepare(document, change.range.start.line, language), PAUSE);
  }

  async #prepare(document: vscode.TextDocument, line: number, language: LanguageId): Promise<void> {
    if (this.#preparing || document.isClosed || !this.parts.config.warmUp(document)) return;
    if (!isPrompt(document, line, language)) return;
    this.#preparing = true;
    try {
      const generator = await this.parts.generators.get();
      if (generator.status().state === "idle") await generator.prepare?.(language);
    } catch (error) {
      // Whoever asks for code is told; nobody has asked yet.
      this.parts.log.warn(`warm-up: ${asCodeFusionError(error).line}`);
    } finally {
      this.#preparing = false;
    }
  }
}

const isKeystroke = ({ text, rangeLength }: vscode.TextDocumentContentChangeEvent): boolean =>
  rangeLength === 0 && /^\S$/u.test(text);

function isPrompt(document: vscode.TextDocument, line: number, language: LanguageId): boolean {
  try {
    const { startLine, endLine } = findPromptComment(linesOf(document), line, commentSyntax(language));
    return startLine <= line && line <= endLine;
  } catch {
    // Most lines are none.
    return false;
  }
}
