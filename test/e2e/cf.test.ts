import assert from "node:assert/strict";
import type { FrameLocator } from "playwright-core";
import { CandidateList, openWorkbench, REPEATABLE, type Workbench } from "./harness";

const FILE = "sales.cfrule";
/** Lines of it, counted from 1. */
const [PROMPT, RULE, DUPLICATES] = [3, 4, 7];
const UTTERANCE = "# Highlight cells greater than 85 in Sales";

describe("CF rules beside a table", () => {
  let workbench: Workbench;
  let list: CandidateList;
  const press = (key: string) => workbench.page.keyboard.press(key);
  const type = (text: string) => workbench.page.keyboard.type(text);
  const saved = async (file: string) => (await workbench.bytes(file)).toString();
  const lens = (title: string) => workbench.page.locator(".codelens-decoration a", { hasText: title });
  const suggestion = (text: string | RegExp) =>
    workbench.page.locator(".suggest-widget.visible .monaco-list-row", { hasText: text });

  before(async () => {
    workbench = await openWorkbench(FILE, { settings: REPEATABLE });
    list = new CandidateList(workbench);
    // A hover that is asked for before there is anyone to answer stays empty.
    await lens("Preview").first().waitFor();
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await workbench.screenshot(`failed-${this.currentTest.title}`);
    await press("Escape");
  });
  after(() => workbench?.close());

  it("hovers document a predicate, and a column by the table's header", async () => {
    await workbench.goToLine(RULE);
    const hover = await workbench.hover(/Numbers greater than the value/);
    assert.match((await hover.textContent()) ?? "", /In Excel/);
    await workbench.screenshotThemes("cf-hover");
    await press("Escape");
    await press("End");
    for (let left = 0; left < 5; left += 1) await press("ArrowLeft");
    await workbench.hover(/Column B, "Sales"/);
  });

  it("a prompt is answered for the columns of the table, and without a table for none", async () => {
    await list.ask(PROMPT);
    const beside = await list.codes();
    await workbench.screenshotThemes("cf-list");
    await list.leave();
    assert.ok(
      beside.some((code) => code.includes("c[1]")),
      beside.join(" | "),
    );
    await workbench.openNew("bare.cfrule", `${UTTERANCE}\n`);
    await list.ask(1);
    const bare = await list.codes();
    await list.leave();
    assert.deepEqual(
      bare.filter((code) => /c\[\d/.test(code)),
      [],
    );
  });

  it("the table of a file that names none is chosen from the workspace, and then guides the rules", async () => {
    await workbench.openNew("chosen.cfrule", `${UTTERANCE}\nBlanks()\n`);
    await lens("Copy as Excel formula").waitFor();
    assert.equal(await lens("Preview").count(), 0);
    await workbench.runCommand("CodeFusion: Choose Table for This File");
    const table = workbench.rows.filter({ hasText: "sales.csv" });
    await table.waitFor();
    await workbench.screenshot("cf-choose-table-dark");
    await table.click();
    await lens("Preview").waitFor();
    await list.ask(1);
    const codes = await list.codes();
    await list.leave();
    assert.ok(
      codes.some((code) => code.includes("c[1]")),
      codes.join(" | "),
    );
  });

  it("predicates complete with their documentation, and columns by their header", async () => {
    await workbench.openNew("typed.cfrule", "# table: sales.csv\n\n");
    await workbench.goToLine(3);
    await type("Great");
    await suggestion(/^GreaterThanG/).waitFor();
    await press("Control+Space");
    await workbench.page.locator(".suggest-details", { hasText: "Numbers greater than the value" }).waitFor();
    await workbench.screenshotThemes("cf-completion");
    await press("Enter");
    await type("c[");
    await suggestion("Sales").waitFor();
    assert.deepEqual(await suggestion(/c\[\d\]/).count(), 4);
    await workbench.screenshot("cf-columns-dark");
    await type("1");
    await press("Enter");
    await type(",85");
    await workbench.save();
    assert.equal(await saved("typed.cfrule"), "# table: sales.csv\n\nGreaterThan(c[1],85)");
  });

  it("mistakes are marked while one types, explained, and mended by a quick fix", async () => {
    await workbench.openNew("mistakes.cfrule", "# table: sales.csv\n\nGreatrThan(c[1],5)\nEquals(c[9],1)\n");
    const errors = workbench.page.locator(".squiggly-error");
    const warnings = workbench.page.locator(".squiggly-warning");
    await errors.first().waitFor();
    await warnings.first().waitFor();
    await workbench.goToLine(4);
    for (let right = 0; right < 8; right += 1) await press("ArrowRight");
    await workbench.hover(/The table has no column c\[9\]: its 4 columns are counted from 0/);
    await press("Escape");
    await workbench.goToLine(3);
    await workbench.hover(/There is no predicate GreatrThan\. Did you mean GreaterThan\?/);
    await workbench.screenshotThemes("cf-mistakes");
    await press("Escape");
    await press("Control+Period");
    const fix = workbench.page.locator(".action-widget .monaco-list-row", { hasText: "Change to GreaterThan" });
    await fix.click();
    await errors.first().waitFor({ state: "detached" });
    await workbench.save();
    assert.match(await saved("mistakes.cfrule"), /^GreaterThan\(c\[1\],5\)$/m);
  });

  it("a rule is copied as the formula for Excel, with the cells that it is for", async () => {
    await workbench.openNew("copied.cfrule", `# table: sales.csv\n\n${UTTERANCE}\nGreaterThan(c[1],85)\n`);
    await lens("Copy as Excel formula").click();
    const toast = workbench.page.locator(".notification-toast", { hasText: /Copied the formula for B2:B6/ });
    await toast.waitFor();
    // Unfolded: what is longer than one line is not cut.
    await toast.getByRole("button", { name: "Copy the Range" }).waitFor();
    assert.match((await toast.textContent()) ?? "", /select B2:B6/);
    assert.equal(await workbench.clipboard(), "=AND(ISNUMBER($B2),$B2>85)");
    await workbench.screenshot("cf-formula-dark");
    await workbench.runCommand("Notifications: Clear All Notifications");
  });

  describe("the preview", () => {
    let preview: FrameLocator;
    const painted = () => preview.locator("td.painted").allTextContents();

    it("shows which cells the rule at the cursor paints, by more than colour", async () => {
      await workbench.openNew("previewed.cfrule", await saved(FILE));
      await workbench.goToLine(RULE);
      await workbench.runCommand("CodeFusion: Preview Rule on Table");
      preview = workbench.page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
      await preview.getByText("2 of 20 cells painted · sales.csv").waitFor();
      assert.deepEqual(await painted(), ["■91 (painted)", "■120 (painted)"]);
      await workbench.screenshotThemes("cf-preview");
      // The system's forced colours leave no background and no shadow.
      await workbench.useTheme("high-contrast");
      const frame = await preview.locator("td.painted").first().evaluate(outlineOf);
      await workbench.useTheme("dark");
      assert.match(frame, /^solid [1-9]/);
    });

    it("follows the cursor and every edit", async () => {
      await workbench.goToLine(DUPLICATES);
      await preview.getByText("Duplicate(c[0])").waitFor();
      assert.deepEqual(await painted(), ["■Bonn (painted)", "■Bonn (painted)"]);
      await press("Shift+End");
      await type("ColorScale(c[1])");
      await preview.getByText("ColorScale(c[1])").waitFor();
      assert.equal(await preview.locator("td[class^=scale-]").count(), 4);
      await workbench.screenshotThemes("cf-scale");
    });

    it("has no violation of its Content Security Policy", () => {
      assert.deepEqual(workbench.complaints, []);
    });
  });
});

/** Runs in the page. */
function outlineOf(element: Element): string {
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return `${outlineStyle} ${outlineWidth}`;
}
