import assert from "node:assert/strict";
import { openWorkbench, REPEATABLE, type Workbench } from "./harness";

const FILE = "sample.sh";
/** A comment in it with a blank line below, counted from 1. */
const PROMPT_LINE = 6;
const SETTINGS = { ...REPEATABLE, "codefusion.candidates": 5, "codefusion.codeLens": true };

/** The ways to code beside the palette, in one workbench; each test starts where the one before it ended. */
describe("the other ways to code", () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench(FILE, { settings: SETTINGS });
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await workbench.screenshot(`failed-${this.currentTest.title}`);
  });
  after(async () => {
    await workbench?.changeSettings({ "codefusion.codeLens": false });
    await workbench?.close();
  });

  const press = (key: string) => workbench.page.keyboard.press(key);
  const saved = async () => (await workbench.bytes(FILE)).toString();

  it("suggests inline when asked at the end of a comment; Alt+] goes on to the next one, Tab takes it", async () => {
    await workbench.goToLine(PROMPT_LINE);
    await press("End");
    await press("Alt+\\");
    await workbench.untilGhostText((text) => text !== "");
    await workbench.screenshot("inline-dark");
    const first = await workbench.ghostText();
    await press("Alt+]");
    await workbench.untilGhostText((text) => text !== "" && text !== first);
    const ghost = await workbench.ghostText();
    await press("Tab");
    await workbench.untilDirty();
    await workbench.save();
    assert.ok((await saved()).replace(/\s+/g, "").includes(ghost), `${ghost} was not inserted`);
  });

  it("lists more candidates with a key, keeps a pinned one on top, and filters by code", async () => {
    await workbench.goToLine(PROMPT_LINE);
    await press("Control+K");
    await press("Control+Alt+G");
    await workbench.untilListed(/candidates/);
    const before = await workbench.rowTexts();
    await press("ArrowDown");
    const second = await workbench.focusedRowText();
    await press("Alt+P");
    await workbench.untilRows((rows) => rows[0]?.includes("pinned") === true && rows[0].includes(second));
    await press("Alt+M");
    await workbench.untilRows((rows) => rows.length >= before.length);
    await workbench.untilNotBusy();
    await workbench.screenshot("more-dark");
    await workbench.page.keyboard.type(second);
    await workbench.untilRows(([first = ""]) => first.includes(second));
  });

  it("shows what it would replace struck through, and replaces it with Enter", async () => {
    const before = await saved();
    await press("Alt+B");
    await workbench.untilGhostText((text) => text !== "");
    await workbench.screenshot("replace-dark");
    for (const theme of ["light", "high-contrast"] as const) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`replace-${theme}`);
    }
    await workbench.useTheme("dark");
    await press("Enter");
    await workbench.untilDirty();
    await workbench.save();
    const after = await saved();
    const [comment = ""] = before.split("\n").slice(PROMPT_LINE - 1);
    const [above, below] = [before.slice(0, before.indexOf(comment)), before.slice(before.indexOf("\nif "))];
    assert.ok(after.startsWith(`${above}${comment}\n`) && after.endsWith(below), after);
    assert.notEqual(after, before);
  });

  it("regenerates from the hover, and leaves everything as it was on Escape", async () => {
    const before = await workbench.bytes(FILE);
    await workbench.goToLine(PROMPT_LINE + 1);
    for (const theme of ["light", "high-contrast", "dark"] as const) {
      await workbench.useTheme(theme);
      await workbench.hover(/CodeFusion/);
      await workbench.screenshot(`hover-actions-${theme}`);
      await press("Escape");
    }
    const hover = await workbench.hover(/CodeFusion/);
    await hover.getByText("Regenerate").click();
    await workbench.untilListed(/candidates/);
    await workbench.screenshot("regenerate-dark");
    await press("Escape");
    await workbench.untilGhostText((text) => text === "");
    assert.equal(await workbench.isDirty(), false);
    assert.deepEqual(await workbench.bytes(FILE), before);
  });

  it("refines the selection to a chosen strength", async () => {
    await workbench.goToLine(PROMPT_LINE + 1);
    await press("Home");
    await press("Shift+End");
    await workbench.runCommand("CodeFusion: Refine Selection");
    await workbench.untilListed(/how much noise/);
    await workbench.screenshot("refine-strength-dark");
    await press("Enter");
    await workbench.untilListed(/candidates/);
    await workbench.screenshot("refine-dark");
    await press("Escape");
  });

  it("generates from the lens above a comment", async () => {
    const lens = workbench.page.locator(".codelens-decoration a", { hasText: /Generate/ });
    await lens.nth(1).waitFor();
    await workbench.screenshot("lenses-dark");
    await lens.nth(1).click();
    await workbench.untilListed(/candidates/);
    await press("Escape");
  });

  it("generates from the light bulb's menu", async () => {
    await workbench.goToLine(PROMPT_LINE);
    await press("Control+.");
    const action = workbench.page.locator(".action-widget .monaco-list-row", {
      hasText: "Generate code from this comment",
    });
    await action.waitFor();
    await workbench.screenshot("code-action-dark");
    await press("Escape");
  });

  it("says in the status bar what computes, and offers a menu on click", async () => {
    const item = workbench.page.locator(".statusbar-item", { hasText: "CodeFusion" });
    assert.match((await item.textContent()) ?? "", /CodeFusion: (CPU|GPU)/);
    await item.click();
    await workbench.untilListed(/ready/);
    await workbench.screenshot("menu-dark");
    await press("Escape");
  });
});
