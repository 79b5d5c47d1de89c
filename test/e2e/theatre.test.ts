import assert from "node:assert/strict";
import { openWorkbench, REPEATABLE, type Theatre, theatreOf, type Workbench } from "./harness";

const PROMPT_LINE = 13;

for (const theme of ["light", "dark", "high-contrast"] as const) {
  describe(`the denoising theatre in the ${theme} theme`, () => {
    let workbench: Workbench;
    let theatre: Theatre;

    before(async () => {
      workbench = await openWorkbench("sample.py", { theme, settings: REPEATABLE });
      await workbench.goToLine(PROMPT_LINE);
      await workbench.runCommand("CodeFusion: Generate from Comment");
      await workbench.untilListed(/candidates/);
      await workbench.screenshot(`list-${theme}`);
      await workbench.page.keyboard.press("Enter");
      await workbench.untilDirty();
      await workbench.runCommand("CodeFusion: Show Denoising");
      theatre = await theatreOf(workbench);
    });
    afterEach(async function () {
      if (this.currentTest?.state === "failed") await workbench.screenshot(`failed-theatre-${theme}`);
    });
    after(() => workbench?.close());

    it("opens on the inserted code with one stop per step and the result", async () => {
      assert.ok(Number(await theatre.scrubber.getAttribute("max")) >= 3);
      assert.notEqual((await theatre.code()).trim(), "");
    });

    it("shows another frame when scrubbed", async () => {
      await theatre.scrubber.focus();
      await workbench.page.keyboard.press("Home");
      const first = { step: await theatre.step(), shown: await theatre.shown() };
      await workbench.page.keyboard.press("End");
      await theatre.untilStepIsNot(first.step);
      assert.notEqual(await theatre.shown(), first.shown);
      await workbench.screenshot(`theatre-result-${theme}`);
    });

    it("steps with the arrow keys", async () => {
      const last = await theatre.scrubber.inputValue();
      await workbench.page.keyboard.press("ArrowLeft");
      await workbench.page.keyboard.press("ArrowLeft");
      await workbench.page.keyboard.press("ArrowLeft");
      assert.equal(Number(await theatre.scrubber.inputValue()), Number(last) - 3);
      await workbench.screenshot(`theatre-step-${theme}`);
    });

    it("is refused nothing by its Content Security Policy", () => {
      assert.deepEqual(workbench.complaints, []);
    });
  });
}
