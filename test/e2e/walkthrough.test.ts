import assert from "node:assert/strict";
import { openWorkbench, REPEATABLE, type Workbench } from "./harness";

/** Each step by its place, the button that is pressed there. */
const GENERATE = { step: 1, button: "Generate from a Comment" };
const DENOISING = { step: 2, button: "Show Denoising" };
const PREVIEW = { step: 3, button: "Preview the Sample's Rule" };

describe("the walkthrough", () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench("sample.py", { settings: REPEATABLE });
  });
  beforeEach(async () => {
    await workbench.runCommand("View: Close All Editors");
    await workbench.runCommand("Welcome: Open Walkthrough...");
    await workbench.input.fill("Get Started with CodeFusion");
    await workbench.rows.filter({ hasText: "CodeFusion" }).first().click();
    await workbench.page.locator(".getting-started-step").first().waitFor();
  });
  after(() => workbench?.close());

  const press = async ({ step, button }: { readonly step: number; readonly button: string }) => {
    const { page } = workbench;
    await page.locator(".getting-started-step .step-title").nth(step).click();
    await page.getByRole("button", { name: button }).click();
  };
  const untilDone = (step: number) =>
    workbench.page
      .locator(".getting-started-step")
      .nth(step)
      .locator(".codicon-getting-started-step-checked")
      .waitFor();

  it("cuts nothing off in the column that its steps stand in", async () => {
    const texts = workbench.page.locator(
      ".getting-started-category-description-container, .step-title, .button-container",
    );
    for (const text of await texts.all()) {
      const cut = await text.evaluate((element) => element.scrollWidth - element.clientWidth);
      assert.ok(cut <= 1, `${await text.textContent()} lacks ${cut} pixels`);
    }
    await workbench.screenshotThemes("walkthrough");
  });

  it("generates with no editor open", async () => {
    await press(GENERATE);
    await workbench.untilListed(/candidates/);
    assert.ok((await workbench.rowTexts()).length > 0);
    await workbench.screenshot("walkthrough-generate");
    await workbench.page.keyboard.press("Escape");
  });

  it("shows the denoising of what was generated, and counts both steps as done", async () => {
    await press(DENOISING);
    await workbench.page.locator(".tab", { hasText: "CodeFusion: Denoising" }).waitFor();
    await untilDone(GENERATE.step);
    await untilDone(DENOISING.step);
  });

  it("previews a rule on its table with no editor open", async () => {
    await press(PREVIEW);
    // The walkthrough's own picture is a webview too, behind the sample by now.
    const preview = workbench.page.frameLocator("iframe.webview.ready:visible").frameLocator("#active-frame");
    await preview.getByText(/2 of 20 cells painted/).waitFor();
    assert.deepEqual(workbench.complaints, []);
  });
});
