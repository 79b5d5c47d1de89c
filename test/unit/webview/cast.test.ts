import assert from "node:assert/strict";
import { percent } from "../../../extension/editor/shell/text";
import { sampleState, textOf, tokensOf, useTheatre } from "./theatre-page";

describe("the theatre: the cast", () => {
  const theatre = useTheatre();

  it("lists every candidate's final code, the figure that the editor's list has, and validity", async () => {
    const state = sampleState();
    const spoilt = state.candidates[2]?.frames.at(-1);
    assert.ok(spoilt);
    spoilt.valid = false;
    const [sure] = state.candidates;
    assert.ok(sure && sure.score !== 0.41);
    sure.confidence = 0.41;
    await theatre.show(state);
    const texts = await theatre.page.locator(".candidate").allInnerTexts();
    assert.equal(texts.length, 3);
    for (const [index, { code, confidence, score }] of state.candidates.entries()) {
      assert.ok(texts[index]?.includes(code));
      assert.ok(texts[index]?.includes(`confidence ${percent(confidence ?? score)}`));
      assert.match(texts[index] ?? "", index === 2 ? /\binvalid\b/ : /\bvalid\b/);
    }
  });

  it("puts the chosen candidate on the stage, at its beginning", async () => {
    const state = sampleState();
    await theatre.show({ ...state, frame: 6 });
    await theatre.page.locator(".candidate").nth(1).click();
    assert.equal(await theatre.selectedCandidate(), 1);
    assert.equal(await theatre.frame(), 0);
    assert.equal((await theatre.lines()).join("\n"), tokensOf(state, 1, 0));
  });

  it("asks for the selected candidate to be used", async () => {
    await theatre.show(sampleState());
    await theatre.page.locator(".candidate").nth(2).click();
    await theatre.page.getByRole("button", { name: /^Use this/ }).click();
    assert.deepEqual(await theatre.messages(), [{ type: "ready" }, { type: "use", candidate: 2 }]);
  });
});

describe("the theatre: what it keeps", () => {
  const theatre = useTheatre();

  it("saves every change and comes back as it was", async () => {
    const state = sampleState();
    await theatre.show(state);
    await theatre.page.keyboard.press("ArrowDown");
    await theatre.page.keyboard.press("Home");
    await theatre.waitForSaved({ selected: 1, frame: 0 });
    await theatre.page.reload();
    assert.equal(await theatre.selectedCandidate(), 1);
    assert.equal(await theatre.frame(), 0);
    assert.equal((await theatre.lines()).join("\n"), tokensOf(state, 1, 0));
  });

  it("says so when what was saved cannot be read", async () => {
    await theatre.restart({ version: 0 });
    assert.match(await textOf(theatre.page.getByRole("alert")), /saved denoising cannot be shown \(version: /);
    const messages = await theatre.messages();
    assert.deepEqual(
      messages.map((message) => message.type),
      ["error", "ready"],
    );
  });
});
