import assert from "node:assert/strict";
import { sampleState, textOf, tokensOf, useTheatre } from "./theatre-page";

const LAST = 12;

describe("the theatre: data that is not what it should be", () => {
  const theatre = useTheatre();

  const bad: readonly [string, unknown][] = [
    ["nothing", undefined],
    ["another message", { type: "eval", code: "alert(1)" }],
    ["no candidates", { type: "show", state: { version: 1, candidates: [], selected: 0, frame: 0 } }],
    ["a frame below zero", { type: "seek", frame: -1 }],
  ];
  for (const [name, message] of bad) {
    it(`shows an error and reports it: ${name}`, async () => {
      await theatre.send(message);
      const alert = theatre.page.getByRole("alert");
      assert.match(await textOf(alert), /received data that it cannot show/);
      assert.equal((await theatre.messages()).at(-1)?.type, "error");
    });
  }

  it("keeps what it showed, and the next good message clears the error", async () => {
    const state = sampleState();
    await theatre.show(state);
    await theatre.send({ type: "show", state: null });
    assert.equal((await theatre.lines()).join("\n"), tokensOf(state, 0, state.frame));
    assert.equal(await theatre.page.getByRole("alert").isVisible(), true);
    await theatre.show(state);
    assert.equal(await theatre.page.getByRole("alert").isVisible(), false);
  });

  it("brings indices that are out of range to what exists", async () => {
    await theatre.show({ ...sampleState(), selected: 9, frame: 99 });
    assert.equal(await theatre.selectedCandidate(), 2);
    assert.equal(await theatre.frame(), LAST);
  });

  it("shows a frame of PAD alone in words", async () => {
    const state = sampleState();
    for (const token of state.candidates[0]?.frames[0]?.tokens ?? []) token.text = "";
    await theatre.show({ ...state, frame: 0 });
    assert.match(await textOf(theatre.page.locator(".stage")), /Every position of the canvas is PAD/);
    assert.match((await theatre.page.getByRole("slider").getAttribute("aria-valuetext")) ?? "", /step 12 of 12, empty/);
  });

  it("shows text that looks like markup, and hidden characters, as text", async () => {
    const hostile = ["</script><img src=x onerror=alert(1)>", "\u202e\u0000", "x".repeat(10_000), "<b>&amp;"];
    const state = sampleState();
    for (const candidate of state.candidates) {
      candidate.utterance = hostile[0] ?? "";
      candidate.code = hostile.join("");
      candidate.modelId = hostile[3] ?? "";
      for (const frame of candidate.frames) {
        for (const [index, text] of hostile.entries()) frame.tokens[index] = { text, confidence: 0.5 };
      }
    }
    await theatre.show({ ...state, frame: 3 });
    const stage = (await theatre.lines()).join("\n");
    assert.ok(stage.startsWith(`${hostile[0]}[U+202E]␀xxxx`));
    assert.ok(stage.includes("<b>&amp;"));
    await theatre.page.locator(".stage .token").first().hover();
    assert.match(await textOf(theatre.page.getByRole("tooltip")), /<\/script><img·src=x/);
    assert.equal(await theatre.page.locator("img, b, #theatre script").count(), 0);
    const overflow = await theatre.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, "a long line wraps");
  });
});
