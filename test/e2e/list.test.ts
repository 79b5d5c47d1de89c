import assert from "node:assert/strict";
import { CandidateList, openWorkbench, REPEATABLE, type Workbench } from "./harness";

const COMMENT = "# find all files in the current directory with extension .log larger than 10M";
/** Far enough down that the list does not cover it, with code below it: where candidates go is a choice. */
const BESIDE_CODE = `${"echo before\n".repeat(20)}\n${COMMENT}\necho old 1\necho old 2\n\necho after\n`;
const PROMPT_LINE = 22;

describe("the list of candidates, by its keys alone", () => {
  let workbench: Workbench;
  let list: CandidateList;
  const press = (key: string) => workbench.page.keyboard.press(key);
  const squeezed = (text: string) => text.replace(/\s+/g, "");
  const saved = async (file: string) => (await workbench.bytes(file)).toString();

  before(async () => {
    workbench = await openWorkbench("sample.sh", { settings: REPEATABLE });
    list = new CandidateList(workbench);
  });
  afterEach(async function () {
    if (this.currentTest?.state === "failed") await workbench.screenshot(`failed-${this.currentTest.title}`);
    await press("Escape");
  });
  after(() => workbench?.close());

  it("is open and busy from the start, and says how far the run is", async () => {
    await workbench.goToLine(6);
    await workbench.runCommand("CodeFusion: Generate from Comment");
    const phase = /Loading the model|Reading the comment|Step \d+ of \d+|Decoding|Choosing candidates/;
    await workbench.page.locator(".quick-input-widget:visible .quick-input-title", { hasText: phase }).waitFor();
    await workbench.screenshot("list-busy-dark");
    assert.equal(await workbench.page.locator(".notification-toast").count(), 0);
    await workbench.untilListed(/candidate/);
    await list.leave();
  });

  it("keeps a pinned candidate on top while more, likelier and more diverse ones come in", async () => {
    await list.ask(6);
    const before = await list.codes();
    await press("ArrowDown");
    const second = await list.focused();
    await press("Alt+P");
    await list.untilRows(([first = ""]) => first.includes(second) && first.includes("pinned"));
    for (const key of ["Alt+M", "Alt+L", "Alt+D"] as const) {
      await list.vary(key);
      const [first, ...others] = await list.codes();
      assert.equal(first, second);
      assert.equal(new Set(others).size, others.length);
    }
    const count = Number(/^(\d+) candidates/.exec(await list.title())?.[1]);
    assert.ok(count > before.length, `${count} candidates after three more runs, ${before.length} before`);
    await workbench.screenshot("list-varied-dark");
    await press("Alt+P");
    await list.untilRows((rows) => rows.every((row) => !row.includes("pinned")));
    await list.leave();
  });

  it("copies the candidate in focus, and is filtered by its code", async () => {
    await list.ask(6);
    const before = await list.codes();
    await press("ArrowDown");
    const second = await list.focused();
    await press("Alt+C");
    const clipboard = () => workbench.clipboard();
    await workbench.until("clipboard", async () => (await clipboard()).split("\n")[0] === second, clipboard);
    await list.untilRows((rows) => rows.some((row) => row.includes(second) && row.includes("copied · ")));
    assert.equal(await list.focused(), second);
    await workbench.screenshotThemes("list-copied");
    await workbench.page.keyboard.type(second);
    await list.untilRows((rows) => rows.length < before.length && rows.some((row) => row.includes(second)));
    await workbench.screenshot("list-filtered-dark");
    await workbench.page.keyboard.type(" qxqx");
    await list.untilRows((rows) => rows.length === 1 && rows.some((row) => /No candidate matches “.* qxqx”/.test(row)));
    await workbench.screenshotThemes("list-unmatched");
    await press("Enter");
    await list.untilRows((rows) => rows.length === before.length);
    await list.leave();
  });

  it("leaves byte for byte what Escape leaves, whatever was previewed", async () => {
    const text = Buffer.from(`\ufeff#!/bin/sh\r\n${COMMENT}\r\n\techo old \r\n# no line end`);
    await workbench.openNew("escape.sh", text);
    await list.ask(2);
    for (const key of ["ArrowDown", "Alt+B", "ArrowUp", "Alt+B"]) await press(key);
    await list.leave();
    assert.equal(await workbench.isDirty(), false);
    await workbench.saveAndExpect("escape.sh", text);
  });

  const placements = [
    {
      name: "above",
      presses: 0,
      says: /above the code/,
      expected: (code: string) => `${COMMENT}${code}echo old 1\necho old 2`,
    },
    { name: "replace", presses: 1, says: /replaces the 2 lines/, expected: (code: string) => `${COMMENT}${code}` },
    {
      name: "below",
      presses: 2,
      says: /below the code/,
      expected: (code: string) => `${COMMENT}echo old 1\necho old 2${code}`,
    },
  ];
  for (const { name, presses, says, expected } of placements) {
    it(`previews and puts a candidate where Alt+B says: ${name}`, async () => {
      const file = `${name}.sh`;
      await workbench.openNew(file, BESIDE_CODE);
      await list.ask(PROMPT_LINE);
      for (let times = 0; times < presses; times += 1) await press("Alt+B");
      await workbench.until(
        "placeholder",
        async () => says.test((await workbench.input.getAttribute("placeholder")) ?? ""),
        async () => (await workbench.input.getAttribute("placeholder")) ?? "",
      );
      const ghost = await list.preview();
      await (name === "replace" ? workbench.screenshotThemes("list-replace") : workbench.screenshot(`list-${name}`));
      await press("Enter");
      await workbench.untilDirty();
      await workbench.save();
      const [top, bottom] = ["echo before".repeat(20), "echo after"];
      assert.equal(squeezed(await saved(file)), squeezed(`${top} ${expected(ghost)} ${bottom}`));
      await press("Control+Z");
      await workbench.untilDirty();
      await workbench.save();
      assert.equal(await saved(file), BESIDE_CODE);
    });
  }

  it("says of one line that it is one", async () => {
    await workbench.openNew("one-line.sh", BESIDE_CODE.replace("echo old 2\n", ""));
    await list.ask(PROMPT_LINE);
    await press("Alt+B");
    const placeholder = async () => (await workbench.input.getAttribute("placeholder")) ?? "";
    await workbench.until(
      "placeholder",
      async () => / the line struck through /.test(await placeholder()),
      placeholder,
    );
    await list.leave();
  });

  it("answers several cursors one after the other", async () => {
    const comments = [COMMENT, "# count the number of lines in all files ending in .txt"];
    await workbench.openNew("cursors.sh", `${comments[0]}\n\n${comments[1]}\n`);
    await workbench.goToLine(1);
    for (let line = 1; line < 3; line += 1) await workbench.runCommand("Add Cursor Below");
    await workbench.runCommand("CodeFusion: Generate from Comment");
    await workbench.untilListed(/^1 of 2 .*candidates/);
    const first = await list.focused();
    await press("Enter");
    await workbench.untilListed(/^2 of 2 .*candidates/);
    const second = await list.focused();
    await workbench.screenshot("list-second-cursor-dark");
    await press("Enter");
    await workbench.untilGhostText((text) => text === "");
    await workbench.save();
    const lines = (await saved("cursors.sh")).split("\n");
    assert.deepEqual([lines[0], lines[1]], [comments[0], first]);
    assert.equal(lines[lines.indexOf(comments[1] ?? "") + 1], second);
  });

  it("says first what cannot be undone, and shows the whole of long code", async () => {
    const prompt = "# delete all files in /var/log with extension .log older than 30 days and print their names";
    await workbench.openNew("caution.sh", `${"\n".repeat(22)}${prompt}\n`);
    await list.ask(23);
    await list.untilRows((rows) => rows.some((row) => row.includes("deletes · ")));
    await workbench.screenshotThemes("list-caution");
    await list.leave();
  });

  it("shows in a function what Enter puts there", async () => {
    const file = `${"\n".repeat(22)}def squares(numbers):\n    # get the sum of the squares\n`;
    await workbench.openNew("squares.py", file);
    await list.ask(24);
    const ghost = await list.preview();
    assert.match(ghost, /return/);
    await workbench.screenshot("list-return-dark");
    await list.leave();
  });
});
