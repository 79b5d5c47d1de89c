import assert from "node:assert/strict";
import { openWorkbench, parsesAsPython, REPEATABLE, type Workbench } from "./harness";

const GENERATE = "CodeFusion: Generate from Comment";
const FILE = "sample.py";
/** The comment inside the function of sample.py, counted from 1, and its indentation. */
const PROMPT = { line: 17, indent: "    " };

describe("generate from comment", () => {
  let workbench: Workbench;
  let original: Buffer;

  before(async () => {
    workbench = await openWorkbench(FILE, { settings: REPEATABLE });
    original = await workbench.bytes(FILE);
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await workbench.screenshot(`failed-${this.currentTest.title}`);
  });
  after(() => workbench?.close());

  async function generate(): Promise<void> {
    await workbench.goToLine(PROMPT.line);
    await workbench.runCommand(GENERATE);
    await workbench.untilListed(/candidates/);
  }

  it("offers several candidates, all different", async () => {
    await generate();
    const rows = await workbench.rowTexts();
    assert.ok(rows.length >= 2, `only ${rows.length} candidates: ${rows.join(" | ")}`);
    assert.equal(new Set(rows).size, rows.length);
    await workbench.screenshot("candidates-dark");
  });

  it("previews the second one in place without touching the file", async () => {
    const before = await workbench.ghostText();
    await workbench.page.keyboard.press("ArrowDown");
    const row = await workbench.focusedRowText();
    await workbench.untilGhostText((text) => text !== before && text.includes(squeezed(row)));
    assert.equal(await workbench.isDirty(), false);
    await workbench.screenshot("preview-dark");
  });

  it("leaves the file byte for byte as it was on Escape", async () => {
    await workbench.page.keyboard.press("Escape");
    await workbench.untilGhostText((text) => text === "");
    assert.equal(await workbench.isDirty(), false);
    assert.deepEqual(await workbench.bytes(FILE), original);
    await workbench.saveAndExpect(FILE, original);
  });

  it("inserts the picked candidate below the comment, indented, as code that parses", async () => {
    await generate();
    await workbench.page.keyboard.press("ArrowDown");
    await workbench.page.keyboard.press("Enter");
    await workbench.untilDirty();
    await workbench.save();
    const lines = (await workbench.bytes(FILE)).toString().split("\n");
    const were = original.toString().split("\n");
    const added = lines.length - were.length;
    assert.ok(added >= 1, "nothing was inserted");
    assert.deepEqual([...lines.slice(0, PROMPT.line), ...lines.slice(PROMPT.line + added)], were);
    for (const line of lines.slice(PROMPT.line, PROMPT.line + added).filter((text) => text.trim() !== "")) {
      assert.ok(line.startsWith(PROMPT.indent), `not at the comment's indentation: ${JSON.stringify(line)}`);
    }
    assert.ok(await parsesAsPython(lines.join("\n")), lines.join("\n"));
    await workbench.screenshot("inserted-dark");
  });

  it("tells how the code came about when it is hovered", async () => {
    await workbench.goToLine(PROMPT.line + 1);
    const hover = await workbench.hover(/CodeFusion/);
    const told = (await hover.textContent()) ?? "";
    assert.match(told, /Recalled, nothing changed|(Pure noise|The start, noised again)[\s\S]*Steps? \d+/);
    await workbench.screenshot("hover-dark");
    await workbench.page.keyboard.press("Escape");
  });

  it("takes the insertion away with one undo", async () => {
    await workbench.goToLine(PROMPT.line);
    await workbench.page.keyboard.press("Control+Z");
    await workbench.untilDirty();
    await workbench.save();
    assert.deepEqual(await workbench.bytes(FILE), original);
  });
});

function squeezed(text: string): string {
  return text.replace(/\s+/g, "");
}
