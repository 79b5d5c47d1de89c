import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import type { GenerateResult } from "../../contract";
import { languageForEditor } from "../../languages/metadata";
import type { Histories } from "../history";
import { styleOf } from "../offer/insert-code";
import { layOut } from "../offer/insertion";
import type { OfferCandidates } from "../offer/offer-candidates";
import type { Computer } from "../run/compute";
import type { LastRun } from "../run/last-run";
import type { Config } from "../shell/config";
import { commentSyntax } from "../shell/editor-languages";
import { INTERNAL_COMMANDS } from "../shell/ids";
import type { Reporter } from "../shell/report";
import { linesOf } from "./generate-from-comment";
import { type FittingLanguage, type LoadLanguage, Place } from "./place";
import { findPromptComment, type PromptComment } from "./prompt-comment";
import type { Requests } from "./requests";

export interface InlineParts {
  readonly config: Config;
  readonly requests: Requests;
  readonly computer: Computer;
  readonly offer: Pick<OfferCandidates, "isPreviewing">;
  readonly histories: Histories;
  readonly lastRun: LastRun;
  readonly reporter: Reporter;
  readonly loadLanguage: LoadLanguage;
  readonly log: vscode.LogOutputChannel;
}

/** Where code may be suggested: on the blank line below a prompt comment, or at the end of the comment itself. */
interface Spot {
  readonly comment: PromptComment;
  /** What the suggestion takes the place of: white space of a blank line, or nothing. */
  readonly range: vscode.Range;
  /** In front of the code: a line end where the cursor is still in the comment. */
  readonly lead: string;
}

/** Suggestions that were computed for one spot of one version of a document. */
interface Offer {
  readonly key: string;
  readonly document: vscode.TextDocument;
  readonly spot: Spot;
  readonly result: GenerateResult;
  readonly texts: readonly string[];
  readonly language: FittingLanguage;
}

/** The candidates as the editor's own inline suggestions: when asked for, or by themselves where a setting says so. */
export class InlineCompletions implements vscode.InlineCompletionItemProvider {
  #last: Offer | undefined;
  #suggested: readonly string[] | undefined;

  constructor(private readonly parts: InlineParts) {}

  /** The suggestions that were computed last. */
  get suggested(): readonly string[] | undefined {
    return this.#suggested;
  }

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    const isAutomatic = context.triggerKind === vscode.InlineCompletionTriggerKind.Automatic;
    const spot = spotAt(document, position, isAutomatic);
    // The list previews by the same means, and is not to be talked over.
    if (spot === undefined || this.parts.offer.isPreviewing) return [];
    const key = JSON.stringify([document.uri.toString(), document.version, position.line, spot.comment.utterance]);
    const known = this.#last?.key === key ? this.#last : undefined;
    const offer = known ?? (await this.#compute(document, spot, key, isAutomatic, token));
    return offer === undefined || token.isCancellationRequested ? [] : itemsOf(offer);
  }

  /** Called when the user took suggestion `index` of the offer with that key: its history is kept from now on. */
  accepted(key: unknown, index: unknown): void {
    const offer = this.#last;
    const candidate = typeof index === "number" ? offer?.result.candidates[index] : undefined;
    const text = typeof index === "number" ? offer?.texts[index] : undefined;
    if (offer?.key !== key || offer === undefined || candidate === undefined || text === undefined) return;
    const { document, spot, result, language } = offer;
    const start = document.offsetAt(spot.range.start) + spot.lead.length;
    const range = new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
    if (document.getText(range) !== text) return;
    const { indent } = spot.comment;
    const inserted = { range: { start, end: start + text.length }, text, indent };
    const entry = this.parts.histories.add(document, inserted, result.request.language, result.history(candidate));
    const place = Place.belowComment(document, spot.comment, undefined, { language });
    this.parts.lastRun.set({ result, place, insertedId: entry.id });
    this.#last = undefined;
  }

  async #compute(
    document: vscode.TextDocument,
    spot: Spot,
    key: string,
    isAutomatic: boolean,
    token: vscode.CancellationToken,
  ): Promise<Offer | undefined> {
    const { requests, computer, reporter, log } = this.parts;
    const id = languageForEditor(document.languageId);
    if (id === undefined || !(await this.#isWanted(document, isAutomatic, token))) return undefined;
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      const request = await requests.make(document, id, spot.comment);
      const result = await computer.run(request, controller.signal, () => {}, { mayAsk: !isAutomatic });
      const language = await this.parts.loadLanguage(id);
      const place = Place.belowComment(document, spot.comment, undefined, { language });
      const texts = result.candidates.map(({ code }) => textOf(place, code));
      place.dispose();
      this.#last = { key, document, spot, result, texts, language };
      this.#suggested = texts;
      return this.#last;
    } catch (error) {
      // Nobody waits for what comes by itself, so nobody is bothered when it does not come.
      if (isAutomatic) log.debug(`inline suggestion: ${String(error)}`);
      else if (!token.isCancellationRequested) reporter.report(error);
      return undefined;
    } finally {
      subscription.dispose();
    }
  }

  /** What was asked for is always wanted; what comes by itself waits for a pause, and for the machine to be free. */
  async #isWanted(
    document: vscode.TextDocument,
    isAutomatic: boolean,
    token: vscode.CancellationToken,
  ): Promise<boolean> {
    if (!isAutomatic) return !token.isCancellationRequested;
    const { config, computer } = this.parts;
    if (!config.inlineAutomatic(document)) return false;
    await sleep(config.inlineDelay(document));
    return !token.isCancellationRequested && !computer.isRunning;
  }
}

function itemsOf({ key, spot, texts }: Offer): vscode.InlineCompletionItem[] {
  return texts.map((text, index) => {
    const command = { command: INTERNAL_COMMANDS.inlineAccepted, title: "", arguments: [key, index] };
    return new vscode.InlineCompletionItem(spot.lead + text, spot.range, command);
  });
}

function spotAt(document: vscode.TextDocument, position: vscode.Position, isAutomatic: boolean): Spot | undefined {
  const language = languageForEditor(document.languageId);
  if (language === undefined) return undefined;
  const line = document.lineAt(position.line);
  const isBlank = line.isEmptyOrWhitespace;
  const isAtEnd = position.isEqual(line.range.end);
  // While a comment is being written nothing may be suggested behind it unasked.
  if (!isBlank && (isAutomatic || !isAtEnd)) return undefined;
  try {
    const comment = findPromptComment(linesOf(document), position.line, commentSyntax(language));
    if (isBlank && comment.endLine === position.line - 1) return { comment, range: line.range, lead: "" };
    if (isBlank || comment.endLine !== position.line) return undefined;
    const lead = document.eol === vscode.EndOfLine.CRLF ? "\r\n" : "\n";
    return { comment, range: new vscode.Range(position, position), lead };
  } catch {
    return undefined; // There is no prompt here, and nobody said that there was.
  }
}

function textOf(place: Place, code: string): string {
  const { document, indent } = place;
  const editor = vscode.window.visibleTextEditors.find((visible) => visible.document === document);
  const style = editor ? styleOf(editor) : ({ eol: "\n", insertSpaces: true, tabSize: 4 } as const);
  return layOut(place.fitted(code, "above"), indent, style).join(style.eol);
}
