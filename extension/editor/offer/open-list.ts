import * as vscode from "vscode";
import type { Candidate } from "../../contract";
import type { Place, Placement } from "../ask/place";
import { withoutIcons } from "../shell/text";
import type { Variation } from "./arrange";
import { type ListAction, type ListButton, rowButtons, titleButtons } from "./list-buttons";
import { type NoteItem, nothingNote, unmatchedNote } from "./list-notes";
import { listPlaceholder, listTitle } from "./list-title";
import { type CandidateRow, candidateRows } from "./rows";
import type { CandidateSession } from "./session";

/** What the user wants of a candidate. */
export type ListChoice =
  | {
      readonly kind: "insert";
      readonly code: string;
      readonly placement: Placement;
      readonly candidate?: Candidate | undefined;
    }
  | { readonly kind: "watch"; readonly candidate: Candidate };

export interface PickOptions {
  readonly session: CandidateSession;
  readonly place: Place;
  readonly showInvalid: boolean;
  /** In front of the title, e.g. "1 of 2"; empty where there is but one prompt. */
  readonly position: string;
  /** Called with the code of the row in focus and where it would go, at every change of either. */
  readonly onFocus: (code: string | undefined, placement: Placement) => void;
}

interface RowItem extends vscode.QuickPickItem {
  readonly note?: undefined;
  readonly row: CandidateRow;
  readonly buttons: readonly ListButton[];
}

type Item = RowItem | NoteItem;

/** One list on show, from its run's start until the user decides. */
export class OpenList {
  readonly choice: Promise<ListChoice | undefined>;
  rows: readonly CandidateRow[] = [];
  readonly #picker = vscode.window.createQuickPick<Item>();
  #placement: Placement;
  /** Set once the user has moved: from then on the focus stays on its row, whatever comes in above it. */
  #hasMoved = false;
  #note: NoteItem | undefined;
  /** The code that was copied last. */
  #copied: string | undefined;
  #chosen: ListChoice | undefined;

  constructor(private readonly options: PickOptions) {
    const { session, place } = options;
    this.#placement = place.placements[0] ?? "above";
    const picker = this.#picker;
    picker.matchOnDescription = true;
    picker.matchOnDetail = true;
    picker.keepScrollPosition = true;
    const stop = session.onChange(() => this.#refresh());
    picker.onDidChangeActive(([item]) => this.#focus(item));
    picker.onDidChangeValue(() => this.#typed());
    picker.onDidAccept(() => this.#accept());
    picker.onDidTriggerButton((button) => this.act((button as ListButton).action));
    picker.onDidTriggerItemButton(({ button, item }) => {
      if (item.row) this.#actOn((button as ListButton).action, this.#now(item.row));
    });
    this.choice = new Promise((resolve) => {
      picker.onDidHide(() => {
        stop();
        picker.dispose();
        resolve(this.#chosen);
      });
    });
    this.#refresh();
    options.onFocus(undefined, this.#placement);
    picker.show();
  }

  get note(): string | undefined {
    return this.#note?.label;
  }

  act(action: ListAction): void {
    if (action === "placement") this.#nextPlacement();
    else if (isVariation(action)) void this.options.session.vary(action);
    else if (this.#focused) this.#actOn(action, this.#focused);
  }

  get #focused(): CandidateRow | undefined {
    const row = (this.#picker.activeItems[0] ?? this.#picker.selectedItems[0])?.row;
    return row && this.#now(row);
  }

  #focus(item: Item | undefined): void {
    const { value, items } = this.#picker;
    if (item?.row) this.#hasMoved ||= item !== items[0];
    this.options.onFocus(item?.row?.code, this.#placement);
    this.#describe();
    if (item === undefined && value !== "" && this.rows.length > 0) this.#show(unmatchedNote(value));
    // The editor also takes the initials of words for a match.
    if (item?.row && this.#note?.note === "unmatched") this.#show(undefined);
  }

  /** The editor tells when nothing matches for the first time, but not when a note alone is left. */
  #typed(): void {
    if (this.#note?.note !== "unmatched") return;
    const { value } = this.#picker;
    const typed = value.trim().toLowerCase();
    const isMatched = this.rows
      .map(itemOf)
      .some(({ label, description, detail }) =>
        [label, description, detail].some((text) => text?.toLowerCase().includes(typed)),
      );
    this.#show(isMatched ? undefined : unmatchedNote(value));
  }

  /** The row of that code as it is now: an item that still reads the same is not replaced when its candidate is. */
  #now(row: CandidateRow): CandidateRow {
    return this.rows.find(({ code }) => code === row.code) ?? row;
  }

  #actOn(action: ListAction, { code, candidate }: CandidateRow): void {
    if (action === "copy") void this.#copy(code);
    if (action === "pin" && candidate) this.options.session.togglePin(candidate);
    if (action === "watch" && candidate) this.#decide({ kind: "watch", candidate });
  }

  /** Says so in the row itself, which is read out again as it has the focus. */
  async #copy(code: string): Promise<void> {
    try {
      await vscode.env.clipboard.writeText(this.options.place.fitted(code, this.#placement));
    } catch {
      void vscode.window.showWarningMessage(vscode.l10n.t("CodeFusion: the clipboard cannot be written here."));
      return;
    }
    this.#copied = code;
    this.#refresh();
  }

  #accept(): void {
    const note = this.#picker.activeItems[0]?.note;
    if (note === "nothing") this.#picker.hide();
    if (note === "unmatched") {
      this.#picker.value = "";
      this.#show(undefined);
    }
    if (note !== undefined) return;
    const row = this.#picker.selectedItems[0]?.row ?? this.#focused;
    if (row === undefined) return;
    const { code, candidate } = this.#now(row);
    this.#decide({ kind: "insert", code, candidate, placement: this.#placement });
  }

  #decide(choice: ListChoice): void {
    this.#chosen = choice;
    this.#picker.hide();
  }

  #nextPlacement(): void {
    const { placements } = this.options.place;
    const next = placements[(placements.indexOf(this.#placement) + 1) % placements.length];
    if (next === undefined || next === this.#placement) return;
    this.#placement = next;
    this.#refresh();
    this.options.onFocus(this.#focused?.code, next);
  }

  #refresh(): void {
    const { session } = this.options;
    const picker = this.#picker;
    const isEmpty = session.candidates.length === 0;
    if (isEmpty && !session.busy && !session.failure?.isAnswer) {
      picker.hide();
      return;
    }
    picker.busy = session.busy;
    // Who goes on working while the model is loaded does not thereby cancel.
    picker.ignoreFocusOut = isEmpty && session.busy;
    this.#describe();
    const rows = this.#rows();
    const isSame = sameRows(rows, this.rows);
    this.rows = rows;
    const nothing = isEmpty && !session.busy && session.failure ? nothingNote(session.failure) : undefined;
    const wasNothing = this.#note?.note === "nothing";
    // Replacing items moves the focus, maybe just while the user moves it.
    if (!isSame || (nothing !== undefined) !== wasNothing) this.#show(nothing);
  }

  #rows(): readonly CandidateRow[] {
    const { session, showInvalid, place } = this.options;
    const { candidates, result } = session;
    const { t } = vscode.l10n;
    const rejected = showInvalid ? result?.rejected : undefined;
    const isPinned = (candidate: Candidate) => session.isPinned(candidate);
    const fitted = (code: string) => place.fitted(code, this.#placement);
    return candidateRows({ candidates, isPinned, fitted, copied: this.#copied, ...(rejected && { rejected }) }, t);
  }

  /** Shows the rows, and `note` below them. */
  #show(note: NoteItem | undefined): void {
    const picker = this.#picker;
    const focused = this.#hasMoved || this.#copied !== undefined ? this.#focused?.code : undefined;
    this.#note = note;
    picker.items = [...this.rows.map(itemOf), ...(note ? [note] : [])];
    const again = picker.items.find(({ row }) => row !== undefined && row.code === focused);
    if (again) picker.activeItems = [again];
  }

  #describe(): void {
    const { session, place, position } = this.options;
    const isChoice = place.placements.length > 1;
    const picker = this.#picker;
    picker.title = listTitle(session, position);
    const lines = this.#placement === "replace" ? place.replacedLines(this.#focused?.code ?? "") : 0;
    picker.placeholder = listPlaceholder(session, this.#placement, lines, isChoice);
    const buttons = session.candidates.length > 0 ? titleButtons(isChoice ? this.#placement : undefined) : [];
    // Buttons that are set anew lose the pointer that rests on them.
    if (!sameButtons(buttons, picker.buttons)) picker.buttons = buttons;
  }
}

function isVariation(action: ListAction): action is Variation {
  return action === "more" || action === "likelier" || action === "diverse";
}

function sameButtons(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((button, i) => button === b[i]);
}

function sameRows(a: readonly CandidateRow[], b: readonly CandidateRow[]): boolean {
  return a.length === b.length && a.every((row, i) => sameRow(row, b[i]));
}

/** Whether two rows read the same, as a provisional candidate and the final one mostly do. */
function sameRow(a: CandidateRow, b: CandidateRow | undefined): boolean {
  const read = (row: CandidateRow | undefined) =>
    JSON.stringify([row?.code, row?.caution, row?.label, row?.description, row?.detail, row?.pinned, row?.copied]);
  return read(a) === read(b);
}

function itemOf(row: CandidateRow): RowItem {
  const caution = row.caution === undefined ? "" : `$(warning) ${row.caution} · `;
  return {
    label: `${caution}${withoutIcons(row.label)}`,
    description: `${row.copied ? "$(check) " : ""}${withoutIcons(row.description)}`,
    ...(row.detail === undefined ? {} : { detail: withoutIcons(row.detail) }),
    buttons: rowButtons(row.candidate !== undefined, row.pinned === true),
    row,
  };
}
