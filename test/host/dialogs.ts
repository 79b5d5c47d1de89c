import * as vscode from "vscode";

/** What a dialog said; its detail where it has one. */
export interface Shown {
  readonly message: string;
  readonly detail: string;
}

/** Stands in for the user: answers what the extension asks, and remembers what it was told. */
export class User {
  readonly shown: Shown[] = [];
  /** Title of the button that modal questions are answered by. */
  answer = "Allow";
  typed: string | undefined;
  readonly #restore: (() => void)[] = [];

  constructor() {
    const told = async (message: string, ...rest: unknown[]) => {
      const [options] = rest;
      const isModal = typeof options === "object" && options !== null && "modal" in options;
      const detail = isModal && "detail" in options ? String(options.detail) : "";
      this.shown.push({ message, detail });
      return isModal ? rest.find((item) => titleOf(item) === this.answer) : undefined;
    };
    this.#replace("showWarningMessage", told);
    this.#replace("showInformationMessage", told);
    this.#replace("showErrorMessage", told);
    this.#replace("showInputBox", async () => this.typed);
    this.#replace("showQuickPick", async (items: readonly unknown[]) => items);
  }

  /** Messages that match. */
  heard(pattern: RegExp): readonly Shown[] {
    return this.shown.filter(({ message }) => pattern.test(message));
  }

  leave(): void {
    for (const restore of this.#restore) restore();
  }

  #replace<K extends keyof typeof vscode.window>(name: K, value: unknown): void {
    const original = vscode.window[name];
    const put = (what: unknown) =>
      Object.defineProperty(vscode.window, name, { value: what, configurable: true, writable: true });
    put(value);
    this.#restore.push(() => put(original));
  }
}

function titleOf(item: unknown): string {
  if (typeof item === "object" && item !== null && "title" in item) return String(item.title);
  return String(item);
}
