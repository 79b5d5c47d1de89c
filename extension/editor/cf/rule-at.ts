import * as vscode from "vscode";
import * as z from "zod";
import { CodeFusionError } from "../../errors";
import { rulesIn, type WrittenRule } from "../../languages/cf/file";
import { LANGUAGES } from "../../languages/metadata";

/** Which documents the features of the rule language are for. */
export const CF_SELECTOR: readonly string[] = LANGUAGES.cf.editorIds;

/** Commands can be called by anyone with anything: the menus pass a Uri, a lens the place of its rule. */
const argsSchema = z.object({ uri: z.string(), line: z.number().int().nonnegative() });

/** A rule as it stands in a document. */
export interface PlacedRule {
  readonly document: vscode.TextDocument;
  readonly rule: WrittenRule;
}

export function isCfDocument(document: vscode.TextDocument): boolean {
  return CF_SELECTOR.includes(document.languageId);
}

export function rangeOf(
  document: vscode.TextDocument,
  at: { readonly start: number; readonly end: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(at.start), document.positionAt(at.end));
}

/**
 * The rule on `line`, or the nearest one below it, as a prompt comment speaks of the rule that follows; below the last
 * rule, that one.
 */
export function ruleNear(document: vscode.TextDocument, line: number): WrittenRule | undefined {
  const rules = rulesIn(document.getText());
  return rules.find(({ end }) => document.positionAt(end).line >= line) ?? rules.at(-1);
}

/**
 * The rule that a command is about: that of `args`, else the one at the cursor.
 * @throws CodeFusionError bad-input where there is none
 */
export async function requireRule(args: unknown): Promise<PlacedRule> {
  const asked = argsSchema.safeParse(args);
  const document = asked.success
    ? await vscode.workspace.openTextDocument(vscode.Uri.parse(asked.data.uri))
    : requireCfDocument();
  const line = asked.success ? asked.data.line : (vscode.window.activeTextEditor?.selection.active.line ?? 0);
  const rule = ruleNear(document, line);
  if (rule === undefined) {
    throw new CodeFusionError(
      "bad-input",
      vscode.l10n.t("there is no rule in this file"),
      vscode.l10n.t("write a rule such as GreaterThan(85), or generate one from a comment"),
    );
  }
  return { document, rule };
}

/** @throws CodeFusionError bad-input where no .cfrule file is open in front */
export function requireCfDocument(): vscode.TextDocument {
  const document = vscode.window.activeTextEditor?.document;
  if (document && isCfDocument(document)) return document;
  throw new CodeFusionError(
    "bad-input",
    vscode.l10n.t("no file with CF rules is open"),
    vscode.l10n.t("open a .cfrule file and put the cursor on a rule"),
  );
}
