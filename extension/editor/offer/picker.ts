import * as vscode from "vscode";
import type { Candidate } from "../../contract";
import type { Place, Placement } from "../ask/place";
import { CONTEXT_KEYS } from "../shell/ids";
import { oneLine, withoutIcons } from "../shell/text";
import { translateError } from "../shell/translate-error";
import type { Variation } from "./arrange";
import { type ListAction, type ListButton, rowButtons, titleButtons } from "./list-buttons";
import { type CandidateRow, candidateRows } from "./rows";
import type { CandidateSession } from "./session";

/** What the user wants of a candidate. */
export type Choice =
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
  readonly row: CandidateRow;
  readonly buttons: readonly ListButton[];
}

/** Characters of the utterance in the title, which then stays on one line beside its buttons. */
const MOST_UTTERANCE = 36;

/** The list that candidates are chosen from; at most one is open. */
export class CandidatePicker {
  #list: OpenList | undefined;

  /** The rows on show; undefined while no list is open. */
  get open(): readonly CandidateRow[] | undefined {
    return this.#list?.rows;
  }

  /** Does what a button of the open list does, on the row in focus; nothing when no list is open. */
  act(action: ListAction): void {
    this.#list?.act(action);
  }

  /** Shows the candidates, and those that still come in, until the user decides; undefined when the list was left. */
  async pick(options: PickOptions): Promise<Choice | undefined> {
    const list = new OpenList(options);
    this.#list = list;
    const key = (open: boolean) => void vscode.commands.executeCommand("setContext", CONTEXT_KEYS.listOpen, open);
    key(true);
    try {
      return await list.choice;
    } finally {
      // Another list may have taken its place.
      if (this.#list === list) {
        this.#list = undefined;
        key(false);
      }
    }
  }
}

class OpenList {
  readonly choice: Promise<Choice | undefined>;
  rows: readonly CandidateRow[] = [];
  readonly #picker = vscode.window.createQuickPick<RowItem>();
  #placement: Placement;
  /** Set once the user has moved: from then on the focus stays on its row, whatever comes in above it. */
  #hasMoved = false;
  #chosen: Choice | undefined;

  constructor(private readonly options: PickOptions) {
    const { session, place } = options;
    this.#placement = place.placements[0] ?? "above";
    const picker = this.#picker;
    picker.matchOnDescription = true;
    picker.matchOnDetail = true;
    picker.keepScrollPosition = true;
    const stop = session.onChange(() => this.#refresh());
    picker.onDidChangeActive(([item]) => {
      if (item) this.#hasMoved ||= item !== picker.items[0];
      options.onFocus(item?.row.code, this.#placement);
    });
    picker.onDidAccept(() => this.#accept());
    picker.onDidTriggerButton((button) => this.act((button as ListButton).action));
    picker.onDidTriggerItemButton(({ button, item }) =>
      this.#actOn((button as ListButton).action, this.#now(item.row)),
    );
    this.choice = new Promise((resolve) => {
      picker.onDidHide(() => {
        stop();
        picker.dispose();
        resolve(this.#chosen);
      });
    });
    this.#refresh();
    this.#describePlacement();
    picker.show();
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

  /** The row of that code as it is now: an item that still reads the same is not replaced when its candidate is. */
  #now(row: CandidateRow): CandidateRow {
    return this.rows.find(({ code }) => code === row.code) ?? row;
  }

  #actOn(action: ListAction, { code, candidate }: CandidateRow): void {
    if (action === "copy") void vscode.env.clipboard.writeText(code);
    if (action === "pin" && candidate) this.options.session.togglePin(candidate);
    if (action === "watch" && candidate) this.#decide({ kind: "watch", candidate });
  }

  #accept(): void {
    const row = this.#picker.selectedItems[0]?.row ?? this.#focused;
    if (row === undefined) return;
    const { code, candidate } = this.#now(row);
    this.#decide({ kind: "insert", code, candidate, placement: this.#placement });
  }

  #decide(choice: Choice): void {
    this.#chosen = choice;
    this.#picker.hide();
  }

  #nextPlacement(): void {
    const { placements } = this.options.place;
    const next = placements[(placements.indexOf(this.#placement) + 1) % placements.length];
    if (next === undefined || next === this.#placement) return;
    this.#placement = next;
    this.#describePlacement();
    this.options.onFocus(this.#focused?.code, next);
  }

  #describePlacement(): void {
    const { place } = this.options;
    const isChoice = place.placements.length > 1;
    this.#picker.buttons = titleButtons(isChoice ? this.#placement : undefined);
    const does = doesWhat(this.#placement, place.existingLines, isChoice);
    this.#picker.placeholder = vscode.l10n.t("Enter {0}, Escape changes nothing", does);
  }

  #refresh(): void {
    const { session, showInvalid } = this.options;
    const { candidates, result } = session;
    const picker = this.#picker;
    const focused = this.#hasMoved ? this.#focused?.code : undefined;
    const { bundle } = vscode.l10n;
    const rejected = showInvalid
      ? result?.rejected.map((sample) => ({ ...sample, reason: translateError(sample.reason, bundle) }))
      : undefined;
    const isPinned = (candidate: Candidate) => session.isPinned(candidate);
    const rows = candidateRows({ candidates, isPinned, ...(rejected && { rejected }) }, vscode.l10n.t);
    picker.busy = session.busy;
    picker.title = this.#title();
    const isSame = sameRows(rows, this.rows);
    this.rows = rows;
    // Replacing items moves the focus, maybe just while the user moves it.
    if (isSame) return;
    picker.items = rows.map(itemOf);
    const again = picker.items.find((item) => item.row.code === focused);
    if (again) picker.activeItems = [again];
  }

  #title(): string {
    const { session, position } = this.options;
    const { candidates, result, busy, failure, request } = session;
    const counted = vscode.l10n.t("{0} candidates", candidates.length);
    const state = busy
      ? vscode.l10n.t("{0} so far", counted)
      : translateError(
          failure?.message ?? (candidates.length < request.count ? result?.shortfall : undefined) ?? counted,
          vscode.l10n.bundle,
        );
    const seconds = ((result?.timings.totalMs ?? 0) / 1000).toFixed(1);
    const computed = result ? `${result.backend.provider}, ${seconds} s` : "";
    return [position, state, oneLine(request.utterance, MOST_UTTERANCE), computed]
      .filter((part) => part !== "")
      .join(" · ");
  }
}

function isVariation(action: ListAction): action is Variation {
  return action === "more" || action === "likelier" || action === "diverse";
}

function sameRows(a: readonly CandidateRow[], b: readonly CandidateRow[]): boolean {
  return a.length === b.length && a.every((row, i) => sameRow(row, b[i]));
}

/** Whether two rows read the same, as a provisional candidate and the final one mostly do. */
function sameRow(a: CandidateRow, b: CandidateRow | undefined): boolean {
  return a.code === b?.code && a.description === b.description && a.detail === b.detail && a.pinned === b.pinned;
}

function itemOf(row: CandidateRow): RowItem {
  return {
    label: withoutIcons(row.label),
    description: withoutIcons(row.description),
    ...(row.detail === undefined ? {} : { detail: withoutIcons(row.detail) }),
    buttons: rowButtons(row.candidate !== undefined, row.pinned === true),
    row,
  };
}

function doesWhat(placement: Placement, existingLines: number, isChoice: boolean): string {
  const { t } = vscode.l10n;
  if (placement === "below") return t("inserts below the code that is there (Alt+B: above it)");
  if (placement === "replace" && !isChoice) return t("replaces the code that is struck through");
  if (placement === "replace") return t("replaces the {0} lines struck through (Alt+B: below them)", existingLines);
  return isChoice ? t("inserts above the code that is there (Alt+B: replace it)") : t("inserts below the comment");
}
