import assert from "node:assert/strict";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import { SYSTEM_SCHEMES, THEME_CLASSES, type Theme } from "./themes";

/** Cold, with a busy machine: the workbench, the extension host and the model all start within this. */
const PATIENCE_MS = 120_000;

const GHOST_TEXT = ".monaco-editor .ghost-text-decoration, .monaco-editor .ghost-text";

export interface WorkbenchPlaces {
  /** The opened folder. */
  readonly folder: string;
  readonly screenshots: string;
  /** Where the server keeps installed extensions. */
  readonly extensions: string;
}

/** A workbench in a page, used with its keys as a person would. */
export class Workbench {
  /** What the page complained about: refused scripts, failed loads. */
  readonly complaints: string[] = [];

  constructor(
    readonly page: Page,
    readonly places: WorkbenchPlaces,
  ) {
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("console", (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) this.complaints.push(message.text());
    });
  }

  async untilOpen(file: string): Promise<void> {
    await this.page.locator(`.tab.active[data-resource-name="${file}"]`).waitFor();
    await this.page.locator(".monaco-editor .view-line").first().waitFor();
  }

  /** Reloads the window with unsaved changes and all, and waits until the editor shows `file` again. */
  async reload(file: string): Promise<void> {
    // A window whose address names a file opens with that file alone.
    await this.page.evaluate(forgetOpenFile);
    const reloaded = this.page.waitForEvent("domcontentloaded");
    // The editor's own command waits until what is open is written down; the browser's reload does not.
    await this.runCommand("Developer: Reload Window");
    await reloaded;
    await this.untilOpen(file);
  }

  /** The bytes of `file` on the disk. */
  bytes(file: string): Promise<Buffer> {
    return readFile(path.join(this.places.folder, file));
  }

  /** Writes a new file into the opened folder, and shows it in the editor. */
  async openNew(file: string, content: string | Buffer): Promise<void> {
    const target = path.join(this.places.folder, file);
    await writeFile(target, content);
    await this.page.keyboard.press("Control+P");
    // The file's whole path needs no index of the folder.
    await this.input.fill(target);
    await this.rows.filter({ hasText: file }).first().waitFor();
    await this.page.keyboard.press("Enter");
    await this.untilOpen(file);
  }

  /** Changes the system's colour scheme, which the workbench follows whatever is open, and waits until it has. */
  async useTheme(theme: Theme): Promise<void> {
    await this.page.emulateMedia(SYSTEM_SCHEMES[theme]);
    await this.page.locator(`.monaco-workbench.${THEME_CLASSES[theme]}`).waitFor();
  }

  /** The folder of the installed extension. */
  async extensionFolder(): Promise<string> {
    const name = (await readdir(this.places.extensions)).find((folder) => folder.startsWith("codefusion."));
    assert.ok(name, "the extension is installed");
    return path.join(this.places.extensions, name);
  }

  /** Puts the cursor at the start of `line`, counted from 1. */
  async goToLine(line: number): Promise<void> {
    await this.page.locator(".editor-instance .monaco-editor").first().click();
    await this.page.keyboard.press("Control+G");
    await this.input.fill(`:${line}`);
    // Enter before the list has read the number goes nowhere.
    await this.rows.filter({ hasText: new RegExp(`\\bline ${line}\\b`) }).waitFor();
    await this.page.keyboard.press("Enter");
    await this.input.waitFor({ state: "hidden" });
  }

  /** Runs the command with this title from the palette, as soon as the palette has it. */
  async runCommand(title: string): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    const row = this.rows.filter({ has: this.page.getByText(title, { exact: true }) }).first();
    while (Date.now() < deadline) {
      // The palette lists the commands as of its opening.
      await this.page.keyboard.press("F1");
      // An editor that takes the focus just then closes it.
      const listed = this.input.fill(`>${title}`, { timeout: 1500 }).then(() => row.waitFor({ timeout: 1500 }));
      const found = await listed.then(
        () => true,
        () => false,
      );
      if (found) {
        await row.click();
        // A pointer that rests on something makes it speak.
        await this.page.mouse.move(720, 899);
        return;
      }
      await this.page.keyboard.press("Escape");
    }
    throw new Error(`the palette never listed "${title}"`);
  }

  get input(): Locator {
    return this.page.locator(".quick-input-widget:visible input.input");
  }

  /** The rows of the open list. */
  get rows(): Locator {
    return this.page.locator(".quick-input-widget:visible .quick-input-list .monaco-list-row");
  }

  /** Waits for a complete list whose title matches: the candidates come when the model is done. Fails as soon as it says it failed. */
  async untilListed(title: RegExp): Promise<void> {
    const list = this.page.locator(".quick-input-widget:visible .quick-input-title", { hasText: title });
    const errors = this.page.locator(
      ".notification-toast:has(.codicon-error), .notification-toast:has(.codicon-warning)",
    );
    await list.or(errors).first().waitFor();
    if (!(await list.isVisible()))
      throw new Error(
        `instead of a list: ${await errors.first().locator(".notification-list-item-message").textContent()}`,
      );
    await this.rows.first().waitFor();
    await this.untilNotBusy();
  }

  /** Waits until the open list no longer shows that more is coming. */
  async untilNotBusy(): Promise<void> {
    const unfinished = this.page.locator(".quick-input-widget:visible .quick-input-title", { hasText: /so far/ });
    await unfinished.waitFor({ state: "hidden" });
  }

  /** Label, description and detail of every row, without icons. */
  rowTexts(): Promise<string[]> {
    return this.rows.allTextContents();
  }

  /** The label of the row that Enter would take. */
  async focusedRowText(): Promise<string> {
    const row = this.page.locator(".quick-input-widget:visible .quick-input-list .monaco-list-row.focused");
    return (await row.locator(".monaco-icon-label .label-name").first().textContent()) ?? "";
  }

  /** What is previewed in the editor without being part of the file, without its white space. */
  async ghostText(): Promise<string> {
    const pieces = await this.page.locator(GHOST_TEXT).allTextContents();
    return pieces.join("").replace(/\s+/g, "");
  }

  async untilGhostText(accepts: (text: string) => boolean): Promise<void> {
    await this.until(
      "ghost text",
      async () => accepts(await this.ghostText()),
      () => this.ghostText(),
    );
  }

  /** What was copied last. */
  clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** Whether the active tab has unsaved changes. */
  async isDirty(): Promise<boolean> {
    return (await this.page.locator(".tab.active.dirty").count()) > 0;
  }

  async untilDirty(): Promise<void> {
    await this.page.locator(".tab.active.dirty").waitFor();
  }

  /** Saves what has unsaved changes, and waits until the tab says so. */
  async save(): Promise<void> {
    await this.page.keyboard.press("Control+S");
    await this.page.locator(".tab.active.dirty").waitFor({ state: "detached" });
  }

  /**
   * Saves a file without unsaved changes and asserts that the disk then holds `expected`. The editor writes such a file
   * too, first emptying it, and no tab says when it is done: only the disk does.
   */
  async saveAndExpect(file: string, expected: Buffer): Promise<void> {
    const written = () => stat(path.join(this.places.folder, file), { bigint: true }).then(({ mtimeNs }) => mtimeNs);
    const before = await written();
    await this.page.keyboard.press("Control+S");
    const holds = async () => (await written()) !== before && (await this.bytes(file)).equals(expected);
    await this.until("saved bytes", holds, async () => (await this.bytes(file)).toString());
    assert.equal(await this.isDirty(), false);
  }

  /** Shows the hover of the cursor's place and waits until it says `text`. */
  async hover(text: RegExp): Promise<Locator> {
    await this.page.keyboard.press("Control+K");
    await this.page.keyboard.press("Control+I");
    const hover = this.page.locator(".monaco-hover:visible", { hasText: text }).first();
    await hover.waitFor();
    return hover;
  }

  /** Answers the editor's own file dialog with the name that it offers, and reads what was saved. */
  async saveOffered(name: string): Promise<string> {
    await this.until(
      `a dialog that offers ${name}`,
      async () => (await this.input.isVisible()) && (await this.input.inputValue()).endsWith(name),
      async () => ((await this.input.isVisible()) ? this.input.inputValue() : "no dialog"),
    );
    await this.page.keyboard.press("Enter");
    let saved = "";
    const read = () => this.bytes(name).then(String, () => "");
    await this.until(
      name,
      async () => {
        saved = await read();
        return saved !== "";
      },
      read,
    );
    return saved;
  }

  /** Writes NAME.png for people to look at. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(this.places.screenshots, `${name}.png`) });
  }

  /** Writes NAME-THEME.png in every theme, dark last, in which the workbench stays. */
  async screenshotThemes(name: string): Promise<void> {
    for (const theme of ["light", "high-contrast", "dark"] as const) {
      await this.useTheme(theme);
      await this.screenshot(`${name}-${theme}`);
    }
  }

  close(): Promise<void> {
    return this.page.context().close();
  }

  /** Waits until `holds`; `found` says what there was instead. */
  async until(what: string, holds: () => Promise<boolean>, found: () => Promise<string>): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await holds())) {
      if (Date.now() > deadline)
        throw new Error(`waited in vain for the ${what}; it is ${JSON.stringify(await found())}`);
      await this.page.waitForTimeout(50);
    }
  }
}

/** Runs in the page. */
function forgetOpenFile(): void {
  const address = new URL(location.href);
  const payload: [string, string][] = JSON.parse(address.searchParams.get("payload") ?? "[]");
  address.searchParams.set("payload", JSON.stringify(payload.filter(([key]) => key !== "openFile")));
  history.replaceState(null, "", address);
}
