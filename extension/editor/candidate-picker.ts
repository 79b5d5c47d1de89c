import * as vscode from "vscode";
import type { Candidate, GenerateResult } from "../pipeline";
import { type CandidateRow, candidateRows } from "./candidate-rows";
import { oneLine, withoutIcons } from "./text";

/** What the user wants of a candidate. */
export type Choice =
  | { readonly kind: "insert"; readonly code: string; readonly candidate?: Candidate | undefined }
  | { readonly kind: "watch"; readonly candidate: Candidate };

interface RowItem extends vscode.QuickPickItem {
  readonly row: CandidateRow;
}

const WATCH: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon("play-circle"),
  tooltip: vscode.l10n.t("Watch the denoising"),
};
const COPY: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon("copy"),
  tooltip: vscode.l10n.t("Copy"),
};

/** The list that candidates are chosen from; at most one is open. */
export class CandidatePicker {
  #open: readonly CandidateRow[] | undefined;

  /** The rows on show; undefined while no list is open. */
  get open(): readonly CandidateRow[] | undefined {
    return this.#open;
  }

  /**
   * Shows the candidates until the user decides; undefined when the list was left.
   * @param onFocus called with the code of each row that comes into focus
   */
  pick(
    result: GenerateResult,
    showInvalid: boolean,
    onFocus: (code: string | undefined) => void,
  ): Promise<Choice | undefined> {
    const rows = candidateRows(result, showInvalid);
    const picker = vscode.window.createQuickPick<RowItem>();
    picker.title = titleOf(result);
    picker.placeholder = vscode.l10n.t("Enter inserts below the comment, Escape leaves the file as it was");
    picker.matchOnDescription = true;
    picker.matchOnDetail = true;
    picker.items = rows.map(itemOf);
    this.#open = rows;
    return new Promise((resolve) => {
      let choice: Choice | undefined;
      const decide = (made: Choice) => {
        choice = made;
        picker.hide();
      };
      picker.onDidChangeActive(([item]) => onFocus(item?.row.code));
      picker.onDidAccept(() => {
        const row = (picker.selectedItems[0] ?? picker.activeItems[0])?.row;
        if (row) decide({ kind: "insert", code: row.code, candidate: row.candidate });
      });
      picker.onDidTriggerItemButton(({ button, item }) => {
        if (button === COPY) void vscode.env.clipboard.writeText(item.row.code);
        else if (item.row.candidate) decide({ kind: "watch", candidate: item.row.candidate });
      });
      picker.onDidHide(() => {
        this.#open = undefined;
        picker.dispose();
        resolve(choice);
      });
      picker.show();
    });
  }
}

function itemOf(row: CandidateRow): RowItem {
  return {
    label: withoutIcons(row.label),
    description: withoutIcons(row.description),
    ...(row.detail === undefined ? {} : { detail: withoutIcons(row.detail) }),
    buttons: row.candidate ? [WATCH, COPY] : [COPY],
    row,
  };
}

function titleOf({ candidates, request, shortfall, backend, timings }: GenerateResult): string {
  const seconds = (timings.totalMs / 1000).toFixed(1);
  const counted = shortfall ?? vscode.l10n.t("{0} candidates", candidates.length);
  return `${counted} · ${oneLine(request.utterance, 60)} · ${backend.provider}, ${seconds} s`;
}
