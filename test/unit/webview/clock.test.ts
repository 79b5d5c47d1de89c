import assert from "node:assert/strict";
import { sampleState, tokensOf, useTheatre } from "./theatre-page";

const LAST = 12;

describe("the theatre: the clock", () => {
  const theatre = useTheatre();

  it("plays to the end and stops there; playing again starts over", async () => {
    await theatre.show({ ...sampleState(), frame: 9 });
    await theatre.page.getByLabel("Speed").selectOption("4");
    await theatre.page.getByRole("button", { name: /^Play/ }).click();
    await theatre.waitForSaved({ selected: 0, frame: LAST });
    await theatre.page.getByRole("button", { name: /^Play/ }).waitFor();
    assert.equal(await theatre.frame(), LAST);
    await theatre.page.getByRole("button", { name: /^Play/ }).click();
    await theatre.page.waitForFunction(() => Number(document.querySelector("input")?.value) < 12);
  });

  it("pauses where it is", async () => {
    await theatre.show({ ...sampleState(), frame: 0 });
    await theatre.page.getByLabel("Speed").selectOption("0.5");
    await theatre.page.getByRole("button", { name: /^Play/ }).click();
    await theatre.page.waitForFunction(() => Number(document.querySelector("input")?.value) >= 2);
    await theatre.page.getByRole("button", { name: /^Pause/ }).click();
    await theatre.page.getByRole("button", { name: /^Play/ }).waitFor();
    const frame = await theatre.frame();
    assert.ok(frame >= 2 && frame < LAST);
    await theatre.waitForSaved({ selected: 0, frame });
  });

  it("plays and pauses with Space, from the scrubber too", async () => {
    await theatre.show({ ...sampleState(), frame: 0 });
    for (const focus of ["body", ".scrubber"]) {
      await theatre.page.locator(focus).focus();
      await theatre.page.keyboard.press("Home");
      await theatre.page.keyboard.press("Space");
      await theatre.page.getByRole("button", { name: /^Pause/ }).waitFor();
      await theatre.page.keyboard.press("Space");
      await theatre.page.getByRole("button", { name: /^Play/ }).waitFor();
    }
  });

  it("follows the scrubber, which says the step in words", async () => {
    const state = sampleState();
    await theatre.show(state);
    const slider = theatre.page.getByRole("slider", { name: "Step" });
    await slider.fill("10");
    assert.equal((await theatre.lines()).join("\n"), tokensOf(state, 0, 10));
    assert.match((await slider.getAttribute("aria-valuetext")) ?? "", /^step 2 of 12, tokens \d+% confident, valid$/);
    await slider.fill("12");
    assert.match((await slider.getAttribute("aria-valuetext")) ?? "", /^final code, tokens \d+% confident, valid$/);
  });

  it("obeys the keys, from anywhere on the page and from the scrubber", async () => {
    await theatre.show({ ...sampleState(), frame: 5 });
    for (const focus of ["body", ".scrubber"]) {
      await theatre.page.locator(focus).focus();
      const press = async (key: string): Promise<[number, number]> => {
        await theatre.page.keyboard.press(key);
        return [await theatre.selectedCandidate(), await theatre.frame()];
      };
      assert.deepEqual(await press("Home"), [0, 0]);
      assert.deepEqual(await press("ArrowLeft"), [0, 0]);
      assert.deepEqual(await press("ArrowRight"), [0, 1]);
      assert.deepEqual(await press("ArrowDown"), [1, 0]);
      assert.deepEqual(await press("End"), [1, LAST]);
      assert.deepEqual(await press("ArrowLeft"), [1, LAST - 1]);
      assert.deepEqual(await press("ArrowUp"), [0, 0]);
      assert.deepEqual(await press("ArrowUp"), [0, 0]);
    }
  });

  it("leaves keys with modifiers to the editor, and Space to the button in focus", async () => {
    await theatre.show({ ...sampleState(), frame: 5 });
    await theatre.page.keyboard.press("Control+Home");
    await theatre.page.keyboard.press("Alt+ArrowRight");
    assert.equal(await theatre.frame(), 5);
    await theatre.page.getByRole("button", { name: /^Next/ }).focus();
    await theatre.page.keyboard.press("Space");
    assert.equal(await theatre.frame(), 6);
    assert.equal(await theatre.page.getByRole("button", { name: /^Pause/ }).count(), 0);
  });

  it("goes to a step of the curve on a click and on a drag", async () => {
    await theatre.show({ ...sampleState(), frame: 0 });
    const curve = theatre.page.locator(".curve");
    const box = await curve.boundingBox();
    assert.ok(box);
    const y = box.height / 2;
    await curve.click({ position: { x: box.width / 2, y } });
    assert.equal(await theatre.frame(), LAST / 2);
    await theatre.page.mouse.down();
    await theatre.page.mouse.move(box.x + box.width - 1, box.y + y);
    assert.equal(await theatre.frame(), LAST);
    await theatre.page.mouse.up();
    await theatre.page.mouse.move(box.x + 1, box.y + y);
    assert.equal(await theatre.frame(), LAST);
  });

  it("seeks when the extension host asks, to the last frame at most", async () => {
    await theatre.show(sampleState());
    await theatre.send({ type: "seek", frame: 3 });
    assert.equal(await theatre.frame(), 3);
    await theatre.send({ type: "seek", frame: 99 });
    assert.equal(await theatre.frame(), LAST);
  });

  it("speaks to a screen reader when another candidate is chosen", async () => {
    await theatre.show(sampleState());
    await theatre.page.keyboard.press("ArrowDown");
    await theatre.page
      .getByRole("status")
      .getByText(/^Candidate 2 of 3, step 12 of 12, /)
      .waitFor({ state: "attached" });
  });
});
