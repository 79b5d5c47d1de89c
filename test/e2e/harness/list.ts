import type { Workbench } from "./workbench";

/** The list of candidates, asked for and worked with by its keys alone. */
export class CandidateList {
  constructor(private readonly workbench: Workbench) {}

  /** Puts the cursor on `line` and asks with the keys that the README names. */
  async ask(line: number): Promise<void> {
    await this.workbench.goToLine(line);
    await this.workbench.page.keyboard.press("Control+K");
    await this.workbench.page.keyboard.press("Control+Alt+G");
    await this.workbench.untilListed(/candidates/);
  }

  async title(): Promise<string> {
    return (await this.workbench.page.locator(".quick-input-widget:visible .quick-input-title").textContent()) ?? "";
  }

  /** The first line of the code of every row in sight; what is said below it, of how it differs, is a label too. */
  codes(): Promise<string[]> {
    return this.workbench.rows.evaluateAll((rows) =>
      rows.map((row) => row.querySelector(".monaco-icon-label .label-name")?.textContent ?? ""),
    );
  }

  /** Waits until the rows in sight are as wanted. */
  async untilRows(accepts: (rows: readonly string[]) => boolean): Promise<void> {
    const { workbench } = this;
    await workbench.until(
      "rows",
      async () => accepts(await workbench.rowTexts()),
      async () => (await workbench.rowTexts()).join(" | "),
    );
  }

  /** Presses the key of a variation, and waits until its run has ended: the title sums up the seconds of all. */
  async vary(key: "Alt+M" | "Alt+L" | "Alt+D"): Promise<void> {
    const before = await this.title();
    await this.workbench.page.keyboard.press(key);
    await this.workbench.until(
      "further candidates",
      async () => {
        const now = await this.title();
        return now !== before && !now.includes("so far");
      },
      () => this.title(),
    );
  }

  /** The first line of the code of the candidate in focus, once it is previewed: then the extension knows of it too. */
  async focused(): Promise<string> {
    await this.preview();
    return this.workbench.focusedRowText();
  }

  /** Waits until the candidate in focus is previewed; the preview without its white space. */
  async preview(): Promise<string> {
    const { workbench } = this;
    let ghost = "";
    const isShown = async () => {
      const code = (await workbench.focusedRowText()).replace(/\s+/g, "");
      ghost = await workbench.ghostText();
      return code !== "" && ghost.startsWith(code);
    };
    await workbench.until("preview of the candidate in focus", isShown, async () => ghost);
    return ghost;
  }

  /** Leaves with Escape and waits until its preview is gone too. */
  async leave(): Promise<void> {
    await this.workbench.page.keyboard.press("Escape");
    await this.workbench.input.waitFor({ state: "hidden" });
    await this.workbench.untilGhostText((text) => text === "");
  }
}
