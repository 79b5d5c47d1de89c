import * as vscode from "vscode";
import type { Placement } from "../ask/place";
import type { Variation } from "./arrange";

/** What a button of the list, or its key, does: vary all, change the placement, or act on one row. */
export type ListAction = Variation | "placement" | "watch" | "copy" | "pin";

/** A button that knows what it does. */
export interface ListButton extends vscode.QuickInputButton {
  readonly action: ListAction;
}

const { t } = vscode.l10n;
const button = (action: ListAction, icon: string, tooltip: string): ListButton => ({
  action,
  iconPath: new vscode.ThemeIcon(icon),
  tooltip,
});

const WATCH = button("watch", "play-circle", t("Watch the denoising (Alt+W)"));
const COPY = button("copy", "copy", t("Copy (Alt+C)"));
const PIN = button("pin", "pin", t("Keep on top (Alt+P)"));
const UNPIN = button("pin", "pinned", t("No longer keep on top (Alt+P)"));

const MORE = button("more", "add", t("More candidates, from new seeds (Alt+M)"));
const LIKELIER = button("likelier", "target", t("Likelier candidates: more denoising steps, best first (Alt+L)"));
const DIVERSE = button("diverse", "type-hierarchy", t("More diverse candidates: the most different first (Alt+D)"));
const PLACEMENTS: Readonly<Record<Placement, ListButton>> = {
  above: button("placement", "arrow-up", t("Inserts above the existing code; click to replace it (Alt+B)")),
  replace: button("placement", "replace", t("Replaces the existing code; click to insert below it (Alt+B)")),
  below: button("placement", "arrow-down", t("Inserts below the existing code; click to insert above it (Alt+B)")),
};

/** The buttons of the list as a whole; `placement` is undefined where there is nothing to choose. */
export function titleButtons(placement: Placement | undefined): readonly ListButton[] {
  return [...(placement ? [PLACEMENTS[placement]] : []), MORE, LIKELIER, DIVERSE];
}

/** The buttons of one row; a rejected sample can only be copied. */
export function rowButtons(isCandidate: boolean, isPinned: boolean): readonly ListButton[] {
  return isCandidate ? [WATCH, COPY, isPinned ? UNPIN : PIN] : [COPY];
}
