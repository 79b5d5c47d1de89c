import assert from "node:assert/strict";
import { CandidateList, openWorkbench, REPEATABLE, type Workbench } from "./harness";

const COMMENT = "# find all files in the current directory with extension .log larger than 10M";
const CODE = 'find . -name "*.log"';
const PROMPT = `${COMMENT}\n\necho after\n`;

describe("the other ways to code", () => {
  let workbench: Workbench;
  let list: CandidateList;
  const press = (key: string) => workbench.page.keyboard.press(key);
  const squeezed = (text: string) => text.replace(/\s+/g, "");
  const saved = async (file: string) => (await workbench.bytes(file)).toString();
  const lens = (title: string) => workbench.page.locator(".codelens-decoration a", { hasText: title });

  before(async () => {
    workbench = await openWorkbench("sample.sh", { settings: { ...REPEATABLE, "codefusion.codeLens": true } });
    list = new CandidateList(workbench);
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await workbench.screenshot(`failed-${this.currentTest.title}`);
    await press("Escape");
  });
  after(() => workbench?.close());

  /** Takes the candidate in focus with Enter and saves; what was previewed is what `file` then holds between the rest. */
  async function takeAndExpect(file: string, before: string, after: string): Promise<void> {
    const ghost = await list.preview();
    await press("Enter");
    await workbench.untilDirty();
    await workbench.save();
    assert.equal(squeezed(await saved(file)), squeezed(`${before}${ghost}${after}`));
  }

  it("a lens above each comment generates from that one", async () => {
    const lenses = () => lens("Generate").count();
    await workbench.until(
      "lenses",
      async () => (await lenses()) === 3,
      async () => String(await lenses()),
    );
    await workbench.screenshotThemes("lenses");
    await lens("Generate").nth(1).click();
    await workbench.untilListed(/candidates · count the number of lines/);
    await list.leave();
    assert.equal(await workbench.isDirty(), false);
  });

  it("inline suggestions come at the end of a comment when asked, go on to the next, and are taken with Tab", async () => {
    await workbench.openNew("inline.sh", PROMPT);
    await workbench.goToLine(1);
    await press("End");
    await press("Alt+Backslash");
    await workbench.untilGhostText((text) => text !== "");
    const first = await workbench.ghostText();
    await workbench.screenshotThemes("inline");
    await press("Alt+BracketRight");
    await workbench.untilGhostText((text) => text !== "" && text !== first);
    const second = await workbench.ghostText();
    await press("Tab");
    await workbench.untilDirty();
    await workbench.save();
    assert.equal(squeezed(await saved("inline.sh")), squeezed(`${COMMENT}${second}echo after`));
    await lens("Show denoising").waitFor();
  });

  it("the light bulb generates from its comment", async () => {
    await workbench.openNew("bulb.sh", PROMPT);
    await workbench.goToLine(1);
    await press("Control+Period");
    const action = workbench.page.locator(".action-widget .monaco-list-row", {
      hasText: "Generate code from this comment",
    });
    await action.waitFor();
    await workbench.screenshot("code-action-dark");
    await action.click();
    await workbench.untilListed(/candidates/);
    await takeAndExpect("bulb.sh", COMMENT, "echo after");
  });

  it("the hover regenerates code in its place, and forgets its history but not the code", async () => {
    await workbench.openNew("hover.sh", PROMPT);
    await list.ask(1);
    await takeAndExpect("hover.sh", COMMENT, "echo after");
    await lens("Regenerate").waitFor();
    await workbench.goToLine(2);
    const hover = await workbench.hover(/CodeFusion/);
    await workbench.screenshotThemes("hover");
    await hover.getByText("Regenerate").click();
    await workbench.untilListed(/candidates/);
    await press("ArrowDown");
    await takeAndExpect("hover.sh", COMMENT, "echo after");
    const code = await saved("hover.sh");
    await lens("Regenerate").waitFor();
    await workbench.goToLine(2);
    await (await workbench.hover(/CodeFusion/)).getByText("Forget").click();
    await lens("Regenerate").waitFor({ state: "detached" });
    assert.equal(await saved("hover.sh"), code);
    assert.equal(await workbench.isDirty(), false);
  });

  it("refining asks how much noise, shows what would go struck through, and puts the candidate in its place", async () => {
    await workbench.openNew("refine.sh", `${COMMENT}\n${CODE}\n\necho after\n`);
    await workbench.goToLine(2);
    await press("Shift+End");
    await workbench.runCommand("CodeFusion: Refine Selection");
    await workbench.untilListed(/how much noise/);
    assert.equal((await workbench.rowTexts()).length, 3);
    await workbench.screenshot("refine-strength-dark");
    await press("ArrowDown");
    await press("Enter");
    await workbench.untilListed(/candidates/);
    // The very same code again would change nothing.
    if ((await list.focused()) === CODE) await press("ArrowDown");
    await workbench.screenshot("refine-dark");
    await takeAndExpect("refine.sh", COMMENT, "echo after");
  });

  it("a file without a name yet is answered too", async () => {
    await workbench.runCommand("File: New Untitled Text File");
    await workbench.untilOpen("Untitled-1");
    await workbench.runCommand("Change Language Mode");
    await workbench.input.fill("Shell Script");
    await press("Enter");
    await workbench.page.locator(".statusbar-item", { hasText: "Shell Script" }).waitFor();
    await workbench.goToLine(1);
    await workbench.page.keyboard.type(COMMENT);
    await list.ask(1);
    const code = await list.focused();
    await press("Enter");
    await lens("Regenerate").waitFor();
    await press("Control+A");
    await press("Control+C");
    assert.equal(await workbench.clipboard(), `${COMMENT}\n${code}`);
    await workbench.screenshot("untitled-dark");
  });

  it("a read-only editor keeps its text, and says why", async () => {
    await workbench.openNew("read-only.sh", PROMPT);
    await workbench.runCommand("File: Set Active Editor Read-only in Session");
    await list.ask(1);
    await press("Enter");
    await workbench.page
      .locator(".notification-toast", { hasText: /file is read-only, so nothing was inserted/ })
      .waitFor();
    await workbench.screenshot("read-only-dark");
    assert.equal(await workbench.ghostText(), "");
    assert.equal(await workbench.isDirty(), false);
    assert.equal(await saved("read-only.sh"), PROMPT);
    await workbench.runCommand("Notifications: Clear All Notifications");
  });

  it("the status bar says what computes, and its menu what can be done", async () => {
    const item = workbench.page.locator(".statusbar-item", { hasText: "CodeFusion" });
    assert.match((await item.textContent()) ?? "", /CodeFusion: (CPU|GPU)/);
    await item.click();
    await workbench.untilListed(/ready/);
    const rows = await workbench.rowTexts();
    for (const offer of ["Generate from the comment", "Show the denoising", "Show the log", "Release the model"]) {
      assert.ok(
        rows.some((row) => row.includes(offer)),
        `${offer} is not in: ${rows.join(" | ")}`,
      );
    }
    await workbench.screenshot("menu-dark");
    await workbench.rows.filter({ hasText: "Release the model" }).click();
    await item.filter({ hasNotText: /CPU|GPU/ }).waitFor();
  });
});
