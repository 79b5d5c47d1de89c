import * as vscode from "vscode";
import type { CodeFusionError } from "../../errors";
import { explain } from "../shell/report";
import { withoutIcons } from "../shell/text";

/** A row that says something and offers nothing. */
export interface NoteItem extends vscode.QuickPickItem {
  readonly row?: undefined;
  readonly note: "nothing" | "unmatched";
}

/** Why there is nothing to offer. */
export function nothingNote(error: CodeFusionError): NoteItem {
  const { what, remedy } = explain(error);
  return { label: `$(info) ${withoutIcons(what)}`, detail: withoutIcons(remedy), alwaysShow: true, note: "nothing" };
}

/** That nothing in the list matches what was typed. */
export function unmatchedNote(typed: string): NoteItem {
  const { t } = vscode.l10n;
  const label = t("No candidate matches “{0}”", typed);
  const detail = t("Enter shows all of them again");
  return { label: `$(search-stop) ${withoutIcons(label)}`, detail, alwaysShow: true, note: "unmatched" };
}
