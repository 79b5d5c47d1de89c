import type { Locator } from "playwright-core";
import type { Workbench } from "./workbench";

/** The theatre's page inside the workbench. */
export interface Theatre {
  readonly scrubber: Locator;
  /** The code of the frame on show. */
  code(): Promise<string>;
  /** The frame on show as it is drawn: every token with its confidence, and the readings below. */
  shown(): Promise<string>;
  /** The frame on show as the scrubber tells it to a screen reader. */
  step(): Promise<string>;
  untilStepIsNot(step: string): Promise<void>;
}

/** Waits for the theatre to show its first frame. */
export async function theatreOf(workbench: Workbench): Promise<Theatre> {
  const frame = workbench.page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
  const scrubber = frame.locator("input[type=range].scrubber");
  await scrubber.waitFor();
  return {
    scrubber,
    shown: async () => (await frame.locator(".stage, .readings").evaluateAll(outerHtml)).join(""),
    code: async () => (await frame.locator(".stage").textContent()) ?? "",
    step: async () => (await scrubber.getAttribute("aria-valuetext")) ?? "",
    untilStepIsNot: (step) => frame.locator(`input.scrubber:not([aria-valuetext=${JSON.stringify(step)}])`).waitFor(),
  };
}

function outerHtml(elements: (Element | SVGElement | HTMLElement)[]): string[] {
  return elements.map((element) => element.outerHTML);
}
