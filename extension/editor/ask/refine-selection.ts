import * as vscode from "vscode";
import { CodeFusionError } from "../../errors";
import { requireWritable } from "../offer/insert-code";
import { withoutIndent } from "../offer/insertion";
import { withoutUnchanged } from "../offer/unchanged";
import { commentSyntax, requireLanguage } from "../shell/editor-languages";
import { type GenerateParts, linesOf } from "./generate-from-comment";
import { type LineSpan, Place } from "./place";
import { findPromptComment } from "./prompt-comment";

/** Noise times that selected code is brought back to: the later, the less of it is left. */
const STRENGTHS = [
  { time: 0.25, icon: "circle-small" },
  { time: 0.5, icon: "circle-outline" },
  { time: 0.75, icon: "circle-filled" },
] as const;

/** Re-noises selected code to a chosen strength and denoises it again, conditioned on the comment above it. */
export class RefineSelection {
  constructor(private readonly parts: Pick<GenerateParts, "requests" | "offer" | "loadLanguage">) {}

  /**
   * @throws CodeFusionError bad-input when nothing usable is selected, cancelled, and what the pipeline throws
   */
  async run(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const selected = editor && selectedCode(editor);
    if (editor === undefined || selected === undefined) throw nothingSelected();
    const { document } = editor;
    const language = requireLanguage(document.languageId);
    await requireWritable(document);
    const { code, indent, span, utterance } = selected;
    const fitting = await this.parts.loadLanguage(language);
    const place = Place.insteadOf(document, span, indent, { language: fitting });
    try {
      const wanted = utterance ?? (await askForUtterance());
      const time = wanted && (await askForStrength());
      if (wanted === undefined || time === undefined || time === "") return place.dispose();
      const asked = { utterance: wanted, startLine: span.startLine };
      const request = {
        ...(await this.parts.requests.make(document, language, asked)),
        origin: { canvas: code, time },
      };
      await this.parts.offer.offer({ request, place, compute: (run) => withoutUnchanged(run, code, fitting) });
    } catch (error) {
      place.dispose();
      throw error;
    }
  }
}

interface SelectedCode {
  readonly code: string;
  readonly indent: string;
  readonly span: LineSpan;
  /** Of the comment right above the selection or at its top. */
  readonly utterance: string | undefined;
}

/** The selected lines without blank ones at the edges and without the comment at their top. */
function selectedCode({ document, selection }: vscode.TextEditor): SelectedCode | undefined {
  if (selection.isEmpty) return undefined;
  const lines = linesOf(document);
  const syntax = commentSyntax(requireLanguage(document.languageId));
  const isBlank = (at: number) => (lines[at] ?? "").trim() === "";
  let startLine = selection.start.line;
  // A selection of whole lines ends at the start of the line behind them.
  let endLine = selection.end.character === 0 ? selection.end.line - 1 : selection.end.line;
  const prompt = (at: number) => {
    try {
      const found = findPromptComment(lines, at, syntax);
      return found.kind === "trailing" || isBlank(at) ? undefined : found;
    } catch {
      return undefined; // No comment there: the user is asked instead.
    }
  };
  while (startLine < endLine && isBlank(startLine)) startLine++;
  const comment = prompt(startLine) ?? prompt(startLine - 1);
  if (comment && comment.endLine >= startLine) startLine = comment.endLine + 1;
  while (startLine < endLine && isBlank(startLine)) startLine++;
  while (endLine > startLine && isBlank(endLine)) endLine--;
  if (startLine > endLine || isBlank(startLine)) return undefined;
  const indent = /^[ \t]*/.exec(lines[startLine] ?? "")?.[0] ?? "";
  const code = withoutIndent(lines.slice(startLine, endLine + 1).join("\n"), indent);
  return { code, indent, span: { startLine, endLine }, utterance: comment?.utterance };
}

async function askForUtterance(): Promise<string | undefined> {
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t("Refine the selection"),
    prompt: vscode.l10n.t("There is no comment above the selection: say what the code should do"),
    ignoreFocusOut: true,
  });
  return answer?.trim() || undefined;
}

async function askForStrength(): Promise<number | undefined> {
  const labels = [vscode.l10n.t("Lightly"), vscode.l10n.t("Moderately"), vscode.l10n.t("Strongly")];
  const details = [
    vscode.l10n.t("Most tokens stay; details may change"),
    vscode.l10n.t("Half of the way back to noise"),
    vscode.l10n.t("Little stays but the outline"),
  ];
  const items = STRENGTHS.map(({ time, icon }, i) => ({
    label: `$(${icon}) ${labels[i] ?? ""}`,
    description: vscode.l10n.t("noise time {0}", time),
    detail: details[i] ?? "",
    time,
  }));
  const title = vscode.l10n.t("Refine the selection: how much noise?");
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDetail: true });
  return picked?.time;
}

function nothingSelected(): CodeFusionError {
  return new CodeFusionError(
    "bad-input",
    "no code is selected",
    "select the code to refine; the comment above it says what it should do",
  );
}
