import assert from "node:assert/strict";
import { sampleState, textOf, tokensOf, useTheatre } from "./theatre-page";

const LAST = 12;

describe("the theatre: what it shows", () => {
  const theatre = useTheatre();

  it("says ready, and is not blank before there is anything to show", async () => {
    assert.deepEqual(await theatre.messages(), [{ type: "ready" }]);
    assert.match(await textOf(theatre.page.locator("#theatre")), /No denoising to show yet/);
  });

  it("shows the frame that the state points to, token by token", async () => {
    const state = sampleState();
    await theatre.show(state);
    assert.equal(await theatre.frame(), state.frame);
    assert.equal((await theatre.lines()).join("\n"), tokensOf(state, 0, state.frame));
    assert.equal(await textOf(theatre.page.getByRole("heading", { level: 1 })), state.candidates[0]?.utterance);
  });

  it("reads the frame out: step, time, confidence, syntax, distance, flips, source", async () => {
    const state = sampleState();
    await theatre.show({ ...state, frame: 7 });
    assert.equal(await theatre.reading("Step"), "5 of 12");
    assert.equal(await theatre.reading("Noise time t"), "0.42");
    assert.match(await theatre.reading("Token confidence"), /^\d+%$/);
    assert.equal(await theatre.reading("Syntax"), "invalid");
    assert.equal(await theatre.reading("Edit distance"), "0.53");
    assert.equal(await theatre.reading("Changed tokens"), "5");
    assert.equal(await theatre.reading("Read by"), "decoder");
    await theatre.page.keyboard.press("End");
    assert.equal(await theatre.reading("Step"), "Final");
    assert.equal(await theatre.reading("Syntax"), "valid");
  });

  it("names the live readout as the source", async () => {
    const state = sampleState();
    for (const frame of state.candidates[0]?.frames ?? []) frame.source = "readout";
    await theatre.show(state);
    assert.equal(await theatre.reading("Read by"), "live readout");
  });

  it("breaks lines at newlines inside tokens and keeps leading spaces", async () => {
    await theatre.show({ ...sampleState(), selected: 2, frame: LAST });
    assert.deepEqual(await theatre.lines(), ["def descending(x):", "    x.sort()", "    return x[::-1]"]);
    const [outer, inner] = await theatre.page
      .locator(".stage .line")
      .evaluateAll((lines) => lines.map((line) => line.querySelector(".ink")?.getBoundingClientRect().left ?? 0));
    assert.ok((inner ?? 0) > (outer ?? 0), "the body is indented on the screen");
  });

  it("marks confidence by band, flips, and what lies behind the first PAD", async () => {
    const state = sampleState();
    await theatre.show({ ...state, frame: 1 });
    const frames = state.candidates[0]?.frames ?? [];
    const differing = frames[1]?.tokens.filter((token, index) => token.text !== frames[0]?.tokens[index]?.text) ?? [];
    const count = (selector: string) => theatre.page.locator(`.stage ${selector}`).count();
    const cut = frames[1]?.tokens.findIndex((token) => token.text === "") ?? -1;
    const positions = (selector: string) =>
      theatre.page
        .locator(`.stage ${selector}`)
        .evaluateAll((all) => new Set(all.map((one) => Number((one as HTMLElement).dataset.position))).size);
    assert.equal(await positions(".flip"), differing.length);
    assert.equal(await positions(".cut"), (frames[1]?.tokens.length ?? 0) - cut);
    assert.ok((await count(".low")) > 0);
    await theatre.page.keyboard.press("End");
    assert.equal(await count(".ink.low"), 0);
    assert.equal(await count(".ink.high"), 10);
  });

  it("underlines the bands differently, not by colour alone", async () => {
    await theatre.show(sampleState());
    const samples = theatre.page.locator(".legend .token.ink:not(.flip, .cut, .pin)");
    const lines = await samples.evaluateAll((all) =>
      all.map((one) => ["--ink", "--pattern"].map((name) => getComputedStyle(one).getPropertyValue(name)).join("/")),
    );
    assert.equal(new Set(lines).size, 3);
    await theatre.page.evaluate(() => document.body.classList.add("vscode-high-contrast"));
    const borders = await samples.evaluateAll((all) => all.map((one) => getComputedStyle(one).borderBottomStyle));
    assert.deepEqual(borders, ["dotted", "dashed", "solid"]);
  });

  it("tells under the pointer which token a flip replaced", async () => {
    const state = sampleState();
    await theatre.show({ ...state, frame: 7 });
    await theatre.page.locator(".stage .flip").first().hover();
    const tip = theatre.page.getByRole("tooltip");
    assert.match(await textOf(tip), /^·?lambda \d+% confidentReplaced 1 \d+%(Instead \S+ \d+%){2}Position 1$/);
    await theatre.page.keyboard.press("Escape");
    assert.equal(await tip.isVisible(), false);
  });

  it("moves nothing when motion is to be reduced", async () => {
    await theatre.show({ ...sampleState(), frame: 1 });
    const animation = async (reducedMotion: "reduce" | "no-preference") => {
      await theatre.page.emulateMedia({ reducedMotion });
      return theatre.page.evaluate(() => {
        document.querySelector(".house")?.classList.add("playing");
        const flip = document.querySelector(".stage .flip");
        return flip && getComputedStyle(flip).animationName;
      });
    };
    assert.equal(await animation("reduce"), "none");
    assert.equal(await animation("no-preference"), "settle");
    await theatre.page.evaluate(() => document.body.classList.add("vscode-reduce-motion"));
    assert.equal(await animation("no-preference"), "none");
  });

  it("fits every width from 320 to 2,000 px", async () => {
    await theatre.show(sampleState());
    for (const width of [320, 480, 641, 900, 2000]) {
      await theatre.page.setViewportSize({ width, height: 700 });
      const overflow = await theatre.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(await theatre.page.getByRole("slider").isVisible());
      assert.ok(overflow <= 0, `${width} px: ${overflow} px too wide`);
    }
  });
});
