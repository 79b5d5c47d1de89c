import assert from "node:assert/strict";
import { openTheatre, openWorkbench, REPEATABLE, type Theatre, theatreOf, type Workbench } from "./harness";

const FILE = "sample.py";
const PROMPT_LINE = 13;

describe("the denoising theatre over a reload of the window", () => {
  let workbench: Workbench;
  let theatre: Theatre;
  const press = (key: string) => workbench.page.keyboard.press(key);

  before(async () => {
    workbench = await openWorkbench(FILE, { settings: REPEATABLE });
    theatre = await openTheatre(workbench, PROMPT_LINE);
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await workbench.screenshot("failed-reload");
  });
  after(() => workbench?.close());

  it("comes back with the same run, on the same step of the same candidate", async () => {
    await theatre.scrubber.focus();
    await press("End");
    await press("ArrowLeft");
    await press("ArrowLeft");
    const at = Number(await theatre.scrubber.getAttribute("max")) - 2;
    await theatre.untilAt(at);
    const before = [await theatre.cast(), await theatre.selected(), await theatre.step(), await theatre.code()];
    await workbench.reload(FILE);
    theatre = await theatreOf(workbench);
    await theatre.untilAt(at);
    assert.deepEqual(
      [await theatre.cast(), await theatre.selected(), await theatre.step(), await theatre.code()],
      before,
    );
    await workbench.screenshot("theatre-reloaded-dark");
  });
});
