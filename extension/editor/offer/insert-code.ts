import * as vscode from "vscode";
import { CodeFusionError } from "../../errors";
import { hereDocumentLines } from "../../languages/bash/here-documents";
import type { Place, PlacedCode, Placement } from "../ask/place";
import type { OffsetRange } from "../history/range";
import { rangeIn } from "../shell/offsets";
import { type DocumentStyle, layOut, textBelow } from "./insertion";

/** What was put into the document, and where. */
export interface Inserted {
  readonly range: OffsetRange;
  /** The text of `range`, indentation and line ends included. */
  readonly text: string;
  /** The indentation that every line of it stands behind. */
  readonly indent: string;
}

/**
 * Puts `code` where `place` and `placement` say, as one undo step, and the cursor behind it.
 * @throws CodeFusionError bad-input when what stood there was changed meanwhile or the file cannot be edited
 */
export async function insertAt(
  editor: vscode.TextEditor,
  place: Place,
  placement: Placement,
  code: string,
): Promise<Inserted> {
  const placed = place.put(code, placement);
  if (placed === undefined) throw changedMeanwhile(placement);
  return change(editor, placed, place.indent);
}

/**
 * Puts `code` in the place of code that was inserted before, as one undo step.
 * @throws CodeFusionError bad-input when the file cannot be edited
 */
export function replaceInserted(
  editor: vscode.TextEditor,
  place: Place,
  old: Inserted,
  code: string,
): Promise<Inserted> {
  return change(editor, place.putInto(rangeIn(editor.document, old.range), code), old.indent);
}

async function change(editor: vscode.TextEditor, { code, range }: PlacedCode, indent: string): Promise<Inserted> {
  const style = styleOf(editor);
  const lines = layOut(code, indent, style);
  const start = editor.document.offsetAt(range.start);
  const text = lines.join(style.eol);
  if (!range.isEmpty) {
    // The very same code again is no edit, and none would be reported.
    if (editor.document.getText(range) !== text) await edit(editor, (builder) => builder.replace(range, text));
    return selectEnd(editor, start, lines, indent, style);
  }
  const isAbove = range.start.character === 0 && !editor.document.lineAt(range.start).isEmptyOrWhitespace;
  const inserted = isAbove ? text + style.eol : textBelow(lines, style);
  await edit(editor, (builder) => builder.insert(range.start, inserted));
  return selectEnd(editor, isAbove ? start : start + style.eol.length, lines, indent, style);
}

/** How the editor's document ends and indents its lines. */
export function styleOf(editor: vscode.TextEditor): DocumentStyle {
  const { insertSpaces, tabSize } = editor.options;
  return {
    eol: editor.document.eol === vscode.EndOfLine.CRLF ? "\r\n" : "\n",
    insertSpaces: insertSpaces !== false,
    tabSize: typeof tabSize === "number" ? tabSize : 4,
    ...(editor.document.languageId === "shellscript" && { verbatim: hereDocumentLines }),
  };
}

/**
 * Declines documents that the editor knows it cannot change.
 * @throws CodeFusionError bad-input
 */
export async function requireWritable(document: vscode.TextDocument): Promise<void> {
  if (document.isUntitled) return;
  if (vscode.workspace.fs.isWritableFileSystem(document.uri.scheme) === false) throw readOnly();
  let permissions: vscode.FilePermission | undefined;
  try {
    permissions = (await vscode.workspace.fs.stat(document.uri)).permissions;
  } catch {
    return; // Not on disk (any more): the edit itself will tell.
  }
  if (((permissions ?? 0) & vscode.FilePermission.Readonly) !== 0) throw readOnly();
}

async function edit(editor: vscode.TextEditor, write: (builder: vscode.TextEditorEdit) => void): Promise<void> {
  const version = editor.document.version;
  const applied = await editor.edit(write, { undoStopBefore: true, undoStopAfter: true });
  // An editor that is read-only for this session alone reports success and changes nothing.
  if (!applied || editor.document.version === version) throw readOnly();
}

function selectEnd(
  editor: vscode.TextEditor,
  start: number,
  lines: readonly string[],
  indent: string,
  style: DocumentStyle,
): Inserted {
  const text = lines.join(style.eol);
  const range = { start, end: start + text.length };
  const end = editor.document.positionAt(range.end);
  editor.selection = new vscode.Selection(end, end);
  editor.revealRange(rangeIn(editor.document, range));
  return { range, text, indent };
}

/** Three messages rather than one with a gap: a translator needs whole sentences. */
function changedMeanwhile(placement: Placement): CodeFusionError {
  switch (placement) {
    case "replace":
      return fault(
        "the code to be replaced was changed meanwhile, so nothing was inserted",
        "run the command again on what stands there now",
      );
    case "above":
      return fault(
        "the comment was changed meanwhile, so nothing was inserted",
        "run the command again on what stands there now",
      );
    case "below":
      return fault(
        "the code below the comment was changed meanwhile, so nothing was inserted",
        "run the command again on what stands there now",
      );
  }
}

function fault(message: string, remedy: string): CodeFusionError {
  return new CodeFusionError("bad-input", message, remedy);
}

function readOnly(): CodeFusionError {
  return new CodeFusionError(
    "bad-input",
    "the file is read-only, so nothing was inserted",
    "copy the comment into a file that can be edited",
  );
}
