import * as vscode from "vscode";
import { CONTEXT_KEYS } from "../shell/ids";
import type { ListAction } from "./list-buttons";
import { type ListChoice, OpenList, type PickOptions } from "./open-list";
import type { CandidateRow } from "./rows";

/** The list that candidates are chosen from, open from the start of a run; at most one is. */
export class CandidatePicker {
  #list: OpenList | undefined;

  /** The rows on show; undefined while no list is open. */
  get open(): readonly CandidateRow[] | undefined {
    return this.#list?.rows;
  }

  /** What the open list says instead of rows, for tests. */
  get note(): string | undefined {
    return this.#list?.note;
  }

  /** Does what a button of the open list does, on the row in focus; nothing when no list is open. */
  act(action: ListAction): void {
    this.#list?.act(action);
  }

  /**
   * Shows how far the run is, and its candidates as they come in, until the user decides.
   * @returns undefined when the list was left, and when the run failed or was cancelled with nothing to offer
   */
  async pick(options: PickOptions): Promise<ListChoice | undefined> {
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
