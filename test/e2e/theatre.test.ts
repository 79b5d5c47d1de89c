import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { percent } from "../../extension/editor/shell/text";
import { exportName } from "../../extension/editor/theatre/export-file";
import { denoisingFileSchema, generateReportSchema } from "../../extension/schema";
import { openTheatre, openWorkbench, REPEATABLE, type Theatre, type Workbench } from "./harness";

/** Its first candidate is recalled, and what changed most is offered too: the command line tells the frames of both. */
const UTTERANCE = "get the keys of dict `d` sorted by value";
const PROMPT_LINE = 1;
const FILE = exportName(UTTERANCE, "json").replace(/\.json$/, "");

describe("the denoising theatre in the packaged extension", () => {
  let workbench: Workbench;
  let theatre: Theatre;
  let last: number;
  /** Index of the candidate that the theatre opened on. */
  let lively: number;
  const press = (key: string) => workbench.page.keyboard.press(key);
  /** What the command line tells of the same run. */
  const generated = async (...more: string[]) => {
    const cli = path.join(await workbench.extensionFolder(), "dist", "cli.js");
    const { "codefusion.seed": seed, "codefusion.candidates": count } = REPEATABLE;
    const flags = ["--language", "python", "--seed", String(seed), "--count", String(count), "--json", ...more];
    return promisify(execFile)(process.execPath, [cli, "generate", UTTERANCE, ...flags], { maxBuffer: 2 ** 28 });
  };

  before(async () => {
    workbench = await openWorkbench("values.py", { settings: REPEATABLE });
    theatre = await openTheatre(workbench, PROMPT_LINE);
    last = Number(await theatre.scrubber.getAttribute("max"));
    lively = (await theatre.selectedNumber()) - 1;
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed")
      await workbench.screenshot(`failed-${this.currentTest.title.slice(0, 40)}`);
  });
  after(() => workbench?.close());

  it("opens on a sample that changed, at the noise it began as, and not on the example that was recalled", async () => {
    assert.equal(await theatre.at(), 0);
    assert.match(await theatre.step(), /^pure noise, tokens <1% confident/);
    assert.doesNotMatch(await theatre.selected(), /recalled/);
    await workbench.screenshot("theatre-noise-dark");
    const [first] = await theatre.cast();
    assert.match(first ?? "", /recalled, nothing changed/);
    await theatre.frame.locator(".candidate").first().click();
    const told = theatre.frame.locator(".recall");
    await told.getByText("Recalled, nothing changed", { exact: true }).waitFor();
    assert.equal(await theatre.scrubber.isVisible(), false);
    await workbench.screenshot("theatre-recall-dark");
    await told.getByRole("button").click();
    await theatre.scrubber.waitFor();
    assert.deepEqual([(await theatre.selectedNumber()) - 1, await theatre.at()], [lively, 0]);
  });

  it("tells the figure of the list, and keeps “Use this” in sight", async () => {
    const [first] = await theatre.cast();
    const { stdout } = await generated();
    const confidence = generateReportSchema.parse(JSON.parse(stdout)).candidates[0]?.confidence ?? 0;
    assert.ok(first?.includes(`confidence ${percent(confidence)}`), first);
    const box = await theatre.button(/^Use this/).boundingBox();
    assert.ok(box && box.y + box.height <= 900, JSON.stringify(box));
  });

  it("has one stop per step, the noise and the result, and shows another frame when scrubbed", async () => {
    assert.ok(last >= 3);
    assert.notEqual((await theatre.code()).trim(), "");
    await theatre.scrubber.focus();
    await press("Home");
    await theatre.untilAt(0);
    const first = await theatre.shown();
    await press("End");
    await theatre.untilAt(last);
    assert.notEqual(await theatre.shown(), first);
  });

  it("obeys every control of the clock", async () => {
    await theatre.button(/^First frame/).click();
    await theatre.untilAt(0);
    await theatre.button(/^Next frame/).click();
    await theatre.untilAt(1);
    await theatre.button(/^Previous frame/).click();
    await theatre.untilAt(0);
    await theatre.button(/^Last frame/).click();
    await theatre.untilAt(last);
    await theatre.button(/^Where it became valid/).click();
    assert.match(await theatre.step(), /, valid$/);
    await theatre.frame.getByLabel("Speed").selectOption("0.25");
    await theatre.scrubber.focus();
    await press("Home");
    await theatre.button(/^Play/).click();
    await theatre.button(/^Pause/).click();
    await theatre.button(/^Play/).waitFor();
    await theatre.frame.getByLabel("Speed").selectOption("4");
    await theatre.button(/^Play/).click();
    await theatre.untilAt(last);
    await theatre.button(/^Play/).waitFor();
    await theatre.frame.locator(".curve").click({ position: { x: 2, y: 20 } });
    await theatre.untilAt(0);
  });

  it("tells a token's alternatives in focus, and holds it in a branch that hangs below its parent", async () => {
    const token = theatre.frame.locator(".stage [data-position]").first();
    await theatre.scrubber.focus();
    await press("End");
    for (let step = 0; step < 2; step += 1) await press("ArrowLeft");
    await theatre.untilAt(last - 2);
    await token.focus();
    assert.match((await theatre.frame.getByRole("tooltip").textContent()) ?? "", /Instead \S+ <?\d+%/);
    await press("Enter");
    await theatre.button("Hold 1 token, denoise the rest").click();
    const branch = theatre.frame.locator(".member.depth-1");
    await branch.waitFor();
    const told = (await branch.textContent()) ?? "";
    assert.match(told, /from step 2 of .*1 token pinned/);
    assert.ok(told.includes(`branch of ${lively + 1} `), told);
    await workbench.screenshot("theatre-branch-dark");
    await theatre.frame.locator(".candidate").nth(lively).click();
  });

  it("shows candidates side by side and every step as text", async () => {
    await theatre.scrubber.focus();
    await press("Home");
    await theatre.button("Side by side").click();
    assert.ok((await theatre.frame.locator(".column").count()) >= 2);
    const box = theatre.frame.getByRole("checkbox", { name: "Side by side: candidate 2" });
    const columns = await theatre.frame.locator(".column").count();
    await box.uncheck();
    assert.equal(await theatre.frame.locator(".column").count(), columns - 1);
    await box.check();
    await theatre.button("Text").click();
    assert.equal(await theatre.frame.locator(".frames li").count(), last + 1);
    await theatre.button("One").click();
    assert.equal(await theatre.frame.locator(".stage").isVisible(), true);
  });

  it("exports data, an animation and a page", async () => {
    await theatre.button(/^JSON/).click();
    const file = denoisingFileSchema.parse(JSON.parse(await workbench.saveOffered(`${FILE}.json`)));
    assert.ok(file.candidates.some(({ branch }) => branch?.parent === lively));
    await theatre.button(/^SVG/).click();
    assert.match(await workbench.saveOffered(`${FILE}.svg`), /^<svg [\s\S]*@keyframes[\s\S]*<\/svg>\s*$/);
    await theatre.button(/^HTML/).click();
    assert.match(await workbench.saveOffered(`${FILE}.html`), /id="denoising"/);
  });

  it("shows, token for token, what the command line tells of the same seed", async () => {
    const { stdout } = await generated("--frames");
    const report = generateReportSchema.parse(JSON.parse(stdout));
    const frames = report.candidates[lively]?.frames ?? [];
    assert.equal(frames.length, last + 1);
    await theatre.scrubber.focus();
    await press("Home");
    for (const [index, { tokens, source }] of frames.entries()) {
      await theatre.untilAt(index);
      assert.equal(source, index === 0 ? "nearest" : "decoder");
      assert.equal(await theatre.code(), tokens.map(({ text }) => text).join(""));
      await press("ArrowRight");
    }
  });

  it("copies, and puts what is on the stage into the file", async () => {
    await theatre.button(/^Copy/).click();
    await theatre.frame.locator(".candidate").nth(1).click();
    const code = (await theatre.frame.locator(".member.selected code").textContent()) ?? "";
    await theatre.button(/^Use this/).click();
    const first = code.split("\n")[0] ?? "";
    await workbench.page.locator(".monaco-editor .view-lines", { hasText: first.replaceAll(" ", "\u00a0") }).waitFor();
  });

  it("is refused nothing by its Content Security Policy", () => {
    assert.deepEqual(workbench.complaints, []);
  });
});

for (const theme of ["light", "high-contrast", "dark"] as const) {
  describe(`the denoising theatre in the ${theme} theme`, () => {
    it("has no violation of axe's rules", async () => {
      const workbench = await openWorkbench("values.py", { theme, settings: REPEATABLE });
      try {
        const theatre = await openTheatre(workbench, PROMPT_LINE);
        await theatre.untilTheme(`vscode-${theme}`);
        await theatre.button("One").click();
        await theatre.scrubber.focus();
        await workbench.page.keyboard.press("Home");
        await workbench.page.keyboard.press("ArrowRight");
        await theatre.untilAt(1);
        await workbench.screenshot(`theatre-step-${theme}`);
        assert.deepEqual(await theatre.violations(), []);
        await theatre.button("Side by side").click();
        await workbench.screenshot(`theatre-side-${theme}`);
        assert.deepEqual(await theatre.violations(), []);
      } finally {
        await workbench.close();
      }
    });
  });
}
