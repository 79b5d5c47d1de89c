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
  /** What is typed into password boxes, and into others. */
  typed: string | undefined;
  address: string | undefined;
  /** Titles of the boxes that were shown. */
  readonly boxes: string[] = [];
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
    this.#replace("showInputBox", (options: vscode.InputBoxOptions = {}) => this.#type(options));
    this.#replace("showQuickPick", async (items: readonly unknown[], options: vscode.QuickPickOptions = {}) =>
      options.canPickMany ? items : items[0],
    );
  }

  /** Messages that match. */
  heard(pattern: RegExp): readonly Shown[] {
    return this.shown.filter(({ message }) => pattern.test(message));
  }

  /** Who reads that what they typed is wrong gives up. */
  async #type({ title = "", password, validateInput }: vscode.InputBoxOptions): Promise<string | undefined> {
    this.boxes.push(title);
    const text = password ? this.typed : this.address;
    const complaint = text === undefined ? undefined : await validateInput?.(text);
    if (complaint == null) return text;
    const message = typeof complaint === "string" ? complaint : complaint.message;
    this.shown.push({ message, detail: "" });
    const isFault = typeof complaint === "string" || complaint.severity === vscode.InputBoxValidationSeverity.Error;
    return isFault ? undefined : text;
  }

  /** Takes the first row of the next list whose label matches, as soon as there is one. */
  takeRow(label: RegExp): void {
    const create = vscode.window.createQuickPick;
    const restore = this.#replace("createQuickPick", () => {
      const picker: vscode.QuickPick<vscode.QuickPickItem> = Reflect.apply(create, vscode.window, []);
      const watch = setInterval(() => {
        const row = picker.items.find((item) => label.test(item.label));
        if (row === undefined || picker.busy) return;
        clearInterval(watch);
        picker.activeItems = [row];
        setTimeout(() => void vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem"), 200);
      }, 50);
      restore();
      return picker;
    });
  }

  /** Presses the button of the first row of the next list whose label matches. */
  pressButton(label: RegExp): void {
    const create = vscode.window.createQuickPick;
    const restore = this.#replace("createQuickPick", () => {
      const picker: vscode.QuickPick<vscode.QuickPickItem> = Reflect.apply(create, vscode.window, []);
      const onDidTriggerItemButton = (
        listen: (event: vscode.QuickPickItemButtonEvent<vscode.QuickPickItem>) => void,
      ) => {
        const watch = setInterval(() => {
          const item = picker.items.find((each) => label.test(each.label) && each.buttons !== undefined);
          const [button] = item?.buttons ?? [];
          if (item === undefined || button === undefined) return;
          clearInterval(watch);
          listen({ item, button });
        }, 50);
        return { dispose: () => clearInterval(watch) };
      };
      Object.defineProperty(picker, "onDidTriggerItemButton", { value: onDidTriggerItemButton });
      restore();
      return picker;
    });
  }

  leave(): void {
    for (const restore of this.#restore) restore();
  }

  #replace<K extends keyof typeof vscode.window>(name: K, value: unknown): () => void {
    const original = vscode.window[name];
    const put = (what: unknown) =>
      Object.defineProperty(vscode.window, name, { value: what, configurable: true, writable: true });
    put(value);
    const restore = () => put(original);
    this.#restore.push(restore);
    return restore;
  }
}

function titleOf(item: unknown): string {
  if (typeof item === "object" && item !== null && "title" in item) return String(item.title);
  return String(item);
}
