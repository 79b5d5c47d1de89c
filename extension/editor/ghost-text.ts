import * as vscode from "vscode";
import { styleOf } from "./insert-code";
import { layOut, textBelow } from "./insertion";
import { oneLine } from "./text";

/**
 * Shows code below the prompt comment as ghost text, without touching the document. The cursor stands at the comment's
 * end meanwhile, where the editor wants it, and goes back afterwards.
 */
export class GhostText implements vscode.Disposable {
  #shown: string | undefined;
  #decoration: vscode.Disposable | undefined;
  readonly #provider: vscode.Disposable | undefined;
  readonly #selections: readonly vscode.Selection[];

  constructor(
    private readonly editor: vscode.TextEditor,
    private readonly at: vscode.Position,
    private readonly indent: string,
  ) {
    this.#selections = editor.selections;
    this.#moveTo(at);
    editor.revealRange(new vscode.Range(at, at), revealType(editor, at.line));
    const settings = vscode.workspace.getConfiguration("editor", editor.document);
    if (settings.get<boolean>("inlineSuggest.enabled") !== false) this.#provider = this.#register();
  }

  /** The text on show as it would be inserted; undefined when none is. */
  get shown(): string | undefined {
    return this.#shown;
  }

  show(code: string | undefined): void {
    const style = styleOf(this.editor);
    this.#shown = code === undefined ? undefined : textBelow(layOut(code, this.indent, style), style);
    this.#hide();
    if (this.#shown === undefined) return;
    if (this.#provider) void vscode.commands.executeCommand("editor.action.inlineSuggest.trigger");
    else this.#decoration = decorate(this.editor, this.at, this.#shown);
  }

  /** Takes the ghost text away and puts the cursor back. */
  dispose(): void {
    this.show(undefined);
    this.#provider?.dispose();
    this.editor.selections = this.#selections;
  }

  /**
   * Takes away what is shown. The editor's command for that does nothing while the list has the focus, and asking anew
   * keeps what is there; but a move of the cursor ends a suggestion, so that Tab cannot accept what is no longer seen.
   */
  #hide(): void {
    this.#decoration?.dispose();
    this.#decoration = undefined;
    this.#moveTo(this.at.translate(0, -1));
    this.#moveTo(this.at);
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
        provideInlineCompletionItems: (document, position) =>
          document === this.editor.document && position.isEqual(this.at) && this.#shown !== undefined
            ? [new vscode.InlineCompletionItem(this.#shown, new vscode.Range(position, position))]
            : [],
      },
    );
  }
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
