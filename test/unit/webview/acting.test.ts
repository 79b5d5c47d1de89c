import assert from "node:assert/strict";
import type { TheatreMessage } from "../../../extension/schema";
import { familyState, sampleState, textOf, useTheatre } from "./theatre-page";

const LAST = 12;

describe("the theatre: tokens in focus", () => {
  const theatre = useTheatre();

  it("tells a token's alternatives when it gets the focus, also to a screen reader", async () => {
    const state = sampleState();
    await theatre.show({ ...state, frame: 4 });
    const token = theatre.page.locator(".stage [data-position]").first();
    await token.focus();
    const tip = theatre.page.getByRole("tooltip");
    const alternatives = state.candidates[0]?.frames[4]?.tokens[0]?.alternatives ?? [];
    assert.equal(alternatives.length, 2);
    const told = await textOf(tip);
    for (const { confidence } of alternatives) assert.ok(told.includes(` ${Math.round(confidence * 100)}%`));
    assert.equal(await token.getAttribute("aria-describedby"), await tip.getAttribute("id"));
  });

  it("walks from token to token with the arrows, and stays on its position when the clock moves", async () => {
    await theatre.show({ ...sampleState(), frame: LAST });
    await theatre.page.locator(".stage [data-position]").first().focus();
    const position = () => theatre.page.evaluate(() => (document.activeElement as HTMLElement).dataset.position);
    await theatre.page.keyboard.press("ArrowRight");
    await theatre.page.keyboard.press("ArrowRight");
    assert.equal(await position(), "2");
    assert.equal(await theatre.frame(), LAST, "the arrows did not move the clock");
    await theatre.page.keyboard.press(",");
    assert.equal(await theatre.frame(), LAST - 1);
    assert.equal(await position(), "2");
    assert.equal(await theatre.page.locator(".stage [tabindex='0']").count(), 1, "one stop for Tab");
  });

  it("pins with a click and with Enter, and forgets the pins when another candidate is chosen", async () => {
    await theatre.show({ ...sampleState(), frame: 5 });
    await theatre.page.locator(".stage [data-position='1']").first().click();
    await theatre.page.keyboard.press("ArrowRight");
    await theatre.page.keyboard.press("Enter");
    const pinned = theatre.page.locator(".stage [aria-pressed=true]");
    assert.equal(await pinned.count(), 2);
    await theatre.page.getByRole("button", { name: "Unpin all" }).click();
    assert.equal(await pinned.count(), 0);
    await theatre.page.locator(".stage [data-position='1']").first().click();
    await theatre.page.locator(".candidate").nth(1).click();
    assert.equal(await pinned.count(), 0);
  });
});

describe("the theatre: acting", () => {
  const theatre = useTheatre();
  const acted = async (): Promise<TheatreMessage[]> => (await theatre.messages()).slice(1);

  it("asks for a branch from the frame on the stage, with what is pinned", async () => {
    await theatre.show({ ...sampleState(), frame: 5 });
    await theatre.page.getByRole("button", { name: "Branch from here" }).click();
    await theatre.page.locator(".stage [data-position='3']").first().click();
    await theatre.page.getByRole("button", { name: "Hold 1 token, denoise the rest" }).click();
    assert.deepEqual(await acted(), [
      { type: "branch", candidate: 0, frame: 5, pinned: [] },
      { type: "branch", candidate: 0, frame: 5, pinned: [3] },
    ]);
  });

  it("says who wrote what a served model sent, and offers no branch of it", async () => {
    const state = sampleState();
    const candidates = state.candidates.map((member) => ({
      ...member,
      stream: "append" as const,
      backend: { kind: "served" as const, provider: "llamacpp", host: "box:8080" },
      frames: member.frames.map((frame) => ({
        ...frame,
        source: "stream" as const,
        tokens: frame.tokens.map(({ text }) => ({ text })),
      })),
    }));
    await theatre.show({ ...state, candidates, frame: 4 });
    const facts = await textOf(theatre.page.locator("header .facts"));
    assert.match(facts, /written left to right by .* at box:8080/);
    assert.doesNotMatch(facts, /denois|steps/);
    const branch = theatre.page.locator(".branch");
    assert.equal(await branch.getAttribute("aria-disabled"), "true");
    assert.match((await branch.getAttribute("title")) ?? "", /served model/);
    assert.equal(
      await theatre.page.locator(".stage .token.low, .stage .token.high").count(),
      0,
      "nobody knows how sure",
    );
    assert.match(await textOf(theatre.page.locator(".readings")), /% of what was sent|\d+%/);
  });

  it("offers no branch where there is none to have, and says why", async () => {
    await theatre.show({ ...sampleState(), frame: LAST });
    const button = theatre.page.locator(".branch");
    assert.equal(await button.getAttribute("aria-disabled"), "true");
    assert.match((await button.getAttribute("title")) ?? "", /no noise left/);
    await button.click({ force: true });
    await theatre.send({ type: "busy", busy: true });
    assert.equal(await textOf(button), "Denoising…");
    assert.deepEqual(await acted(), []);
  });

  it("shows a branch below its parent, selected and playing", async () => {
    const [, , , , branch] = familyState().candidates;
    await theatre.show(sampleState());
    await theatre.send({ type: "add", candidate: branch });
    await theatre.page.getByRole("button", { name: /^Pause/ }).waitFor();
    const numbers = await theatre.page.locator(".candidate .number").allTextContents();
    assert.deepEqual(numbers, ["1", "4", "2", "3"]);
    assert.equal(await theatre.selectedCandidate(), 3);
    assert.match(await textOf(theatre.page.locator(".depth-1")), /branch of 1 from step 8 of 12.*2 tokens pinned/);
  });

  it("asks to copy what is on the stage", async () => {
    await theatre.show({ ...sampleState(), selected: 1, frame: 3 });
    await theatre.page.getByRole("button", { name: "Copy the code at this step" }).click();
    assert.deepEqual(await acted(), [{ type: "copy", candidate: 1, frame: 3 }]);
  });
});

describe("the theatre: a live run", () => {
  const theatre = useTheatre();

  it("follows the newest frame, leaves alone who looks back, and gives way to the history", async () => {
    const state = sampleState();
    const live = state.candidates.map((one) => ({
      ...one,
      frames: one.frames.slice(0, 2).map((frame) => ({ ...frame, source: "readout" as const, editDistance: null })),
    }));
    const step = (at: number) => ({
      type: "step",
      frames: state.candidates.map(({ frames }) => ({ ...frames[at], source: "readout", editDistance: null })),
    });
    await theatre.show({ ...state, candidates: live, view: "side", live: true, frame: 1 });
    await theatre.send(step(2));
    assert.equal(await theatre.frame(), 2);
    assert.equal(await theatre.reading("Read by"), "live readout");
    assert.equal(await theatre.reading("Edit distance"), "–");
    assert.match(await textOf(theatre.page.locator(".facts")), /^live/);
    await theatre.page.keyboard.press("Home");
    await theatre.send(step(3));
    assert.equal(await theatre.frame(), 0);
    assert.equal(await theatre.page.locator(".use").isDisabled(), true);
    await theatre.show(state);
    assert.equal(await theatre.page.locator(".side").isVisible(), true, "it stays side by side");
    assert.equal(await theatre.page.locator(".live").count(), 0);
  });
});
