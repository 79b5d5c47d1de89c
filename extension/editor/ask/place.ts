import * as vscode from "vscode";
import type { Fitting, Language } from "../../languages";
import type { LanguageId } from "../../schema";
import { withoutIndent } from "../offer/insertion";
import { TrackedText } from "./tracked-text";

/** Where code goes relative to code that stands there already: above it (right below the comment), instead of it, below it. */
export type Placement = "above" | "replace" | "below";

/** A stretch of whole lines; `endLine` is the last. */
export interface LineSpan {
  readonly startLine: number;
  readonly endLine: number;
}

/** What of the language decides how code stands between other lines. */
export type FittingLanguage = Pick<Language, "fitting" | "kept">;

/** Loads a language, once per window. */
export type LoadLanguage = (id: LanguageId) => Promise<Language>;

/** One change of the document: code, not yet indented, instead of whole lines or below the end of one. */
export interface PlacedCode {
  readonly code: string;
  /** Empty where nothing is replaced: at the end of the line that code goes below, or at the start of one it goes above. */
  readonly range: vscode.Range;
}

/** Where a place is, and what the user can choose of it. */
interface PlaceOptions {
  /** White space that every inserted line stands behind. */
  readonly indent: string;
  /** The usual one first. */
  readonly placements: readonly Placement[];
  readonly comment?: LineSpan | undefined;
  readonly existing?: LineSpan | undefined;
  readonly language?: FittingLanguage | undefined;
}

/** The place that generated code is for: below a prompt comment, or instead of code that stands there. It follows edits. */
export class Place implements vscode.Disposable {
  readonly #comment: TrackedText | undefined;
  readonly #existing: TrackedText | undefined;
  /** Of the lines around one range of one version of the document. */
  #fitting: { readonly key: string; readonly fit: Fitting } | undefined;

  private constructor(
    readonly document: vscode.TextDocument,
    private readonly options: PlaceOptions,
  ) {
    const { comment, existing } = options;
    this.#comment = comment && new TrackedText(document, linesIn(document, comment));
    this.#existing = existing && new TrackedText(document, linesIn(document, existing));
  }

  /**
   * Below the comment, above the code that may stand there; the user can choose to replace that or to go below it.
   * @param isOwn whether that code was generated for this very comment: then it is replaced unless the user chooses else
   */
  static belowComment(
    document: vscode.TextDocument,
    comment: LineSpan & { readonly indent: string },
    existing: LineSpan | undefined,
    { language, isOwn = false }: { readonly language?: FittingLanguage; readonly isOwn?: boolean } = {},
  ): Place {
    const choice = isOwn ? (["replace", "below", "above"] as const) : (["above", "replace", "below"] as const);
    const placements = existing ? choice : (["above"] as const);
    return new Place(document, { indent: comment.indent, placements, comment, existing, language });
  }

  /** Instead of these lines, and nowhere else. */
  static insteadOf(
    document: vscode.TextDocument,
    lines: LineSpan,
    indent: string,
    { language }: { readonly language?: FittingLanguage } = {},
  ): Place {
    return new Place(document, { indent, placements: ["replace"], existing: lines, language });
  }

  dispose(): void {
    this.#comment?.dispose();
    this.#existing?.dispose();
  }

  get indent(): string {
    return this.options.indent;
  }

  get placements(): readonly Placement[] {
    return this.options.placements;
  }

  /** How many of the lines that stand there would give way to `code`. */
  replacedLines(code: string): number {
    const range = this.#replacing(code)?.range;
    return range === undefined || range.isEmpty ? 0 : range.end.line - range.start.line + 1;
  }

  /** The end of the line that code goes below; undefined once the comment, or the code it goes below, was changed. */
  end(placement: Placement): vscode.Position | undefined {
    if (placement === "below") return this.#existing?.current()?.end;
    if (this.#comment) return this.#comment.current()?.end;
    return this.#existing?.current()?.end;
  }

  /** `code` as it goes in, and where; undefined once what stands there was changed. */
  put(code: string, placement: Placement): PlacedCode | undefined {
    if (placement === "replace") return this.#replacing(code);
    const at = this.end(placement);
    return at && this.putInto(new vscode.Range(at, at), code);
  }

  /** `code` as it goes into `range`, which is of whole lines or at the end of one. */
  putInto(range: vscode.Range, code: string): PlacedCode {
    const { document } = this;
    const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    const key = `${document.version} ${start} ${end}`;
    if (this.#fitting?.key !== key) this.#fitting = { key, fit: this.#fittingBetween(start, end) };
    return { range, code: this.#fitting.fit(code) };
  }

  /** `code` as it goes in; as it is once what stands there was changed. */
  fitted(code: string, placement: Placement): string {
    return this.put(code, placement)?.code ?? code;
  }

  #fittingBetween(start: number, end: number): Fitting {
    const text = this.document.getText();
    const [before, after] = [text.slice(0, start), text.slice(end).replace(/^\r?\n/, "")];
    return this.options.language?.fitting?.({ before, after, indent: this.indent }) ?? ((code) => code);
  }

  /** What has to stay of the lines that are replaced, a `return` say, stays. */
  #replacing(code: string): PlacedCode | undefined {
    const range = this.#existing?.current();
    if (range === undefined) return undefined;
    const whole = this.putInto(range, code);
    const replaced = withoutIndent(this.document.getText(range), this.indent);
    const kept = this.options.language?.kept?.(replaced, whole.code) ?? 0;
    if (kept === 0) return whole;
    const last = range.end.line - kept;
    if (last < range.start.line) return this.putInto(new vscode.Range(range.start, range.start), code);
    return this.putInto(range.with({ end: this.document.lineAt(last).range.end }), code);
  }
}

function linesIn(document: vscode.TextDocument, { startLine, endLine }: LineSpan): vscode.Range {
  return new vscode.Range(startLine, 0, endLine, document.lineAt(endLine).text.length);
}
