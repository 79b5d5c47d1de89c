import * as vscode from "vscode";
import * as z from "zod";
import { rulesIn } from "../../languages/cf/file";
import { LANGUAGES } from "../../languages/metadata";
import { LANGUAGE_IDS, type LanguageId, languageIdSchema } from "../../schema";
import { linesOf } from "../ask/generate-from-comment";
import { existingCode, findAllPromptComments } from "../ask/prompt-comment";
import { commentSyntax } from "./editor-languages";
import { COMMANDS, TRIED_CONTEXT } from "./ids";
import type { Samples } from "./samples";

/** Commands can be called by anyone with anything; the walkthrough says which sample, and what to do with it. */
const argsSchema = z.object({
  language: languageIdSchema.optional(),
  run: z.enum(["generateFromComment", "showDenoising", "previewRule", "copyAsExcelFormula"]).optional(),
});
type Args = z.infer<typeof argsSchema>;

/**
 * Shows a sample with the cursor on what can be tried next, and does with it what `args` say. Without a language, that is
 * the sample that was shown last; without anything to do, the user is asked.
 */
export async function openSample(samples: Samples, hasRun: () => boolean, args: unknown): Promise<void> {
  const { language, run }: Args = argsSchema.catch({}).parse(args ?? {});
  if (run) void vscode.commands.executeCommand("setContext", `${TRIED_CONTEXT}.${run}`, true);
  // What was generated already is better to watch than a sample.
  if (run === "showDenoising" && hasRun()) return void (await vscode.commands.executeCommand(COMMANDS[run]));
  const chosen = language ?? (run ? (samples.latest ?? "python") : await askForLanguage());
  if (chosen === undefined) return;
  const editor = await samples.show(chosen);
  const onRule = run === "previewRule" || run === "copyAsExcelFormula";
  const place = onRule ? firstRule(editor.document) : nextPrompt(editor.document, chosen);
  editor.selection = new vscode.Selection(place, place);
  editor.revealRange(new vscode.Range(place, place), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  if (run === "showDenoising") await vscode.commands.executeCommand(COMMANDS.generateFromComment);
  if (run && (run !== "showDenoising" || hasRun())) await vscode.commands.executeCommand(COMMANDS[run]);
}

async function askForLanguage(): Promise<LanguageId | undefined> {
  const items = LANGUAGE_IDS.map((id) => ({ label: LANGUAGES[id].name, id }));
  const title = vscode.l10n.t("Open a sample to try");
  const picked = await vscode.window.showQuickPick(items, { title });
  return picked?.id;
}

/** The end of the first comment below the header that nothing answers yet; of the first one where all are answered. */
function nextPrompt(document: vscode.TextDocument, language: LanguageId): vscode.Position {
  const syntax = commentSyntax(language);
  const lines = linesOf(document);
  const [, ...prompts] = findAllPromptComments(lines, syntax);
  const open = prompts.find((prompt) => existingCode(lines, prompt, syntax) === undefined) ?? prompts[0];
  return open ? document.lineAt(open.endLine).range.end : new vscode.Position(0, 0);
}

function firstRule(document: vscode.TextDocument): vscode.Position {
  return document.positionAt(rulesIn(document.getText())[0]?.start ?? 0);
}
