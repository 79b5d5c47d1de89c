import * as vscode from "vscode";
import type { Place, Placement } from "../ask/place";
import { oneLine } from "../shell/text";
import { styleOf } from "./insert-code";
import { layOut, textBelow } from "./insertion";

/**
 * Shows code where it would go as ghost text, and what it would replace struck through, without touching the document.
 * The cursor stands at that place meanwhile, where the editor wants it, and goes back afterwards.
 */
export class GhostText implements vscode.Disposable {
  #at: vscode.Position | undefined;
  #shown: string | undefined;
  #decoration: vscode.Disposable | undefined;
  /** The latest time that the editor was made to ask, of which version of the document; undefined once that is over. */
  #asking: { readonly version: number } | undefined;
  /** What the editor was given last. */
  #given: string | undefined;
  readonly #struck = vscode.window.createTextEditorDecorationType({
    textDecoration: "line-through",
    opacity: "0.65",
    backgroundColor: new vscode.ThemeColor("diffEditor.removedTextBackground"),
    isWholeLine: false,
  });
  readonly #provider: vscode.Disposable | undefined;
  readonly #selections: readonly vscode.Selection[];

  constructor(
    private readonly editor: vscode.TextEditor,
    private readonly place: Place,
  ) {
    this.#selections = editor.selections;
    const settings = vscode.workspace.getConfiguration("editor", editor.document);
    if (settings.get<boolean>("inlineSuggest.enabled") !== false) this.#provider = this.#register();
  }

  /** The text on show as it would be inserted; undefined when none is. */
  get shown(): string | undefined {
    return this.#shown;
  }

  /** Shows nothing where the place is gone or `code` is undefined. */
  show(code: string | undefined, placement: Placement): void {
    const at = this.place.end(placement);
    if (at && this.#at?.line !== at.line) {
      this.editor.revealRange(new vscode.Range(at, at), revealType(this.editor, at.line));
    }
    this.#at = at;
    const style = styleOf(this.editor);
    const placed = code === undefined ? undefined : this.place.put(code, placement);
    this.#shown = at && placed && textBelow(layOut(placed.code, this.place.indent, style), style);
    this.#hide();
    if (at === undefined || placed === undefined || this.#shown === undefined) return;
    const { range } = placed;
    this.editor.setDecorations(this.#struck, range.isEmpty ? [] : linesOf(this.editor.document, range));
    if (this.#provider) void this.#ask();
    else this.#decoration = decorate(this.editor, at, this.#shown);
  }

  /** Takes the ghost text away and puts the cursor back; also a text that the editor still waits for, once it comes. */
  dispose(): void {
    this.#shown = undefined;
    this.#hide();
    this.#provider?.dispose();
    this.#struck.dispose();
    this.editor.selections = this.#selections;
  }

  /** Whether the editor is still asking for suggestions because it was made to show one; an edit ends that. */
  get isAsking(): boolean {
    return this.#asking?.version === this.editor.document.version;
  }

  /**
   * Makes the editor ask every provider. It waits for the slowest, another extension's too, and no move of the cursor
   * ends what is not yet on show: what nobody wants any more by then is taken away again. Meanwhile it asks nobody anew,
   * so that what is wanted by then may not be what it was given: it is then made to ask again.
   */
  async #ask(): Promise<void> {
    const asking = { version: this.editor.document.version };
    this.#asking = asking;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      await vscode.commands.executeCommand("editor.action.inlineSuggest.trigger");
      if (this.#asking !== asking) return;
      const isWanted = this.#shown !== undefined;
      if (!this.isAsking || (isWanted && this.#given === this.#shown)) break;
      const { selections } = this.editor;
      this.#hide();
      if (!isWanted) {
        this.editor.selections = selections;
        break;
      }
      // What was on show must be gone before the editor is asked again, or it finds it good enough.
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      if (this.#asking !== asking) return;
      if (this.#shown === undefined) break;
    }
    this.#asking = undefined;
  }

  /**
   * Takes away what is shown. The editor's command for that does nothing while the list has the focus, and asking anew
   * keeps what is there; but a move of the cursor ends a suggestion, so that Tab cannot accept what is no longer seen.
   */
  #hide(): void {
    this.#decoration?.dispose();
    this.#decoration = undefined;
    this.editor.setDecorations(this.#struck, []);
    if (this.#at === undefined) return;
    this.#moveTo(this.#at.with({ character: Math.max(0, this.#at.character - 1) }));
    this.#moveTo(this.#at);
  }

  #moveTo(position: vscode.Position): void {
    this.editor.selection = new vscode.Selection(position, position);
  }

  /** The editor's own inline suggestions, from a provider that exists only while the list is open. */
  #register(): vscode.Disposable {
    const { uri, languageId } = this.editor.document;
    return vscode.languages.registerInlineCompletionItemProvider(
      { language: languageId, scheme: uri.scheme },
      {
        provideInlineCompletionItems: (document, position) => {
          if (document !== this.editor.document || !this.#at?.isEqual(position) || this.#shown === undefined) return [];
          this.#given = this.#shown;
          return [new vscode.InlineCompletionItem(this.#shown, new vscode.Range(position, position))];
        },
      },
    );
  }
}

/** Times that the editor is made to ask for one preview: where it asks nobody, it is not to be asked for ever. */
const MOST_TRIES = 5;
const AGAIN_MS = 100;

/** The text of every line without its indentation: what a pen would strike through. */
function linesOf(document: vscode.TextDocument, { start, end }: vscode.Range): readonly vscode.Range[] {
  const lines = Array.from({ length: end.line - start.line + 1 }, (_, i) => document.lineAt(start.line + i));
  return lines.map((line) => line.range.with({ start: line.range.start.translate(0, indentOf(line)) }));
}

function indentOf(line: vscode.TextLine): number {
  return Math.min(line.firstNonWhitespaceCharacterIndex, line.text.length);
}

/** For those who turned inline suggestions off: the code on one line behind the comment. */
function decorate(editor: vscode.TextEditor, at: vscode.Position, text: string): vscode.Disposable {
  const decoration = vscode.window.createTextEditorDecorationType({
    after: {
      contentText: `  ⏎ ${oneLine(text.trim().replace(/\r?\n/g, " ⏎ "), 200)}`,
      color: new vscode.ThemeColor("editorGhostText.foreground"),
    },
  });
  editor.setDecorations(decoration, [new vscode.Range(at, at)]);
  return decoration;
}

/** Lines at the top that the list may cover. */
const COVERED_LINES = 14;

function revealType(editor: vscode.TextEditor, line: number): vscode.TextEditorRevealType {
  const top = editor.visibleRanges[0]?.start.line ?? 0;
  const covered = line - top < COVERED_LINES;
  return covered ? vscode.TextEditorRevealType.InCenter : vscode.TextEditorRevealType.InCenterIfOutsideViewport;
}
