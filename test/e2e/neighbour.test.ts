import { CandidateList, openWorkbench, REPEATABLE, type Workbench } from "./harness";

describe("beside an extension that keeps the editor waiting for its inline suggestions", () => {
  let workbench: Workbench;
  let list: CandidateList;

  before(async () => {
    workbench = await openWorkbench("sample.sh", { settings: REPEATABLE, neighbour: "slow-neighbour" });
    list = new CandidateList(workbench);
  });
  after(() => workbench?.close());

  it("previews the candidate in focus, though the editor was still waiting with the one before", async () => {
    await workbench.goToLine(6);
    // The palette waits until the extension is there, which its keys do not.
    await workbench.runCommand("CodeFusion: Generate from Comment");
    await workbench.untilListed(/candidates/);
    for (const key of ["ArrowDown", "ArrowUp"]) {
      await workbench.page.keyboard.press(key);
      // The editor has begun to ask for this one by then, and will not ask anew for the next.
      await workbench.page.waitForTimeout(500);
      await workbench.page.keyboard.press("ArrowDown");
      await list.preview();
    }
    await list.leave();
  });
});
