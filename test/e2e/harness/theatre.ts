import * as axe from "axe-core";
import type { FrameLocator, Locator } from "playwright-core";
import type { Workbench } from "./workbench";

/** The theatre's page inside the workbench. */
export class Theatre {
  readonly frame: FrameLocator;
  readonly scrubber: Locator;

  constructor(private readonly workbench: Workbench) {
    this.frame = workbench.page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
    this.scrubber = this.frame.locator("input[type=range].scrubber");
  }

  /** The button with this accessible name. */
  button(name: string | RegExp): Locator {
    return this.frame.getByRole("button", typeof name === "string" ? { name, exact: true } : { name });
  }

  /** The tokens of the frame on the stage, PAD as empty text, joined: what the CLI's `--frames` tells of it. */
  async code(): Promise<string> {
    return (await this.frame.locator(".stage .line-text").allTextContents()).join("\n");
  }

  /** The frame on show as it is drawn: every token with its confidence, and the readings below. */
  async shown(): Promise<string> {
    return (await this.frame.locator(".stage, .readings").evaluateAll(outerHtml)).join("");
  }

  /** The frame on show as the scrubber tells it to a screen reader. */
  async step(): Promise<string> {
    return (await this.scrubber.getAttribute("aria-valuetext")) ?? "";
  }

  /** Every candidate of the cast, as it reads. */
  cast(): Promise<readonly string[]> {
    return this.frame.locator(".candidate").allTextContents();
  }

  /** The candidate on the stage, as it reads in the cast. */
  async selected(): Promise<string> {
    return (await this.frame.locator(".member.selected .candidate").textContent()) ?? "";
  }

  /** Its number there. */
  async selectedNumber(): Promise<number> {
    return Number(await this.frame.locator(".member.selected .number").textContent());
  }

  /** Which frame the clock stands on. */
  async at(): Promise<number> {
    return Number(await this.scrubber.inputValue());
  }

  /** Waits until the scrubber stands on `frame`. */
  async untilAt(frame: number): Promise<void> {
    await this.workbench.until(
      `frame ${frame}`,
      async () => (await this.at()) === frame,
      async () => String(await this.at()),
    );
  }

  /** Waits until the page wears a theme of this kind, e.g. "vscode-light". */
  async untilTheme(kind: string): Promise<void> {
    await this.frame.locator(`body.${kind}`).waitFor();
  }

  /** Every violation of axe's rules, told in one line each. */
  async violations(): Promise<readonly string[]> {
    const body = this.frame.locator("body");
    // The page's policy forbids eval, so the source goes in by the debugger's way.
    await body.evaluate(axe.source);
    const { violations } = await body.evaluate<axe.AxeResults, void>("axe.run(document)", undefined);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).slice(0, 3)}`);
  }
}

/** Generates from the prompt on `line`, takes the first candidate, and opens the theatre on it. */
export async function openTheatre(workbench: Workbench, line: number): Promise<Theatre> {
  await workbench.goToLine(line);
  await workbench.runCommand("CodeFusion: Generate from Comment");
  await workbench.untilListed(/candidates/);
  await workbench.page.keyboard.press("Enter");
  await workbench.untilDirty();
  await workbench.runCommand("CodeFusion: Show Denoising");
  return theatreOf(workbench);
}

/** Waits for the theatre to show its first frame. */
export async function theatreOf(workbench: Workbench): Promise<Theatre> {
  const theatre = new Theatre(workbench);
  await theatre.scrubber.waitFor();
  return theatre;
}

function outerHtml(elements: (Element | SVGElement | HTMLElement)[]): string[] {
  return elements.map((element) => element.outerHTML);
}
