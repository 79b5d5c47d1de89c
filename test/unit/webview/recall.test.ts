import assert from "node:assert/strict";
import fc from "fast-check";
import { type CastMember, changeOf, isRecall, liveliestOf, type TheatreState } from "../../../extension/schema";
import { frameOf, open, reduce } from "../../../webview/model";
import { sampleState, textOf, useTheatre } from "./theatre-page";

const EXAMPLE = "sort list `numbers` in descending order";
const LAST = 12;

/** A remembered example that every frame left as it was. */
function recalled(): CastMember {
  const [one] = sampleState().candidates;
  const final = one?.frames.at(-1);
  assert.ok(one && final);
  const frames = [4, 3, 2, 1, 0].map((step) => ({ ...final, step, t: step / 32 }));
  const start = { ...final, step: 4, t: 4 / 32, source: "nearest" as const };
  return { ...one, steps: 32, frames: [start, ...frames], startedFrom: "example", example: EXAMPLE };
}

/** A recall first, and the candidates of the sample after it. */
function mixedState(): TheatreState {
  const state = sampleState();
  const candidates = [recalled(), ...state.candidates];
  return { ...state, candidates, selected: 0, frame: 0, compared: [0, 1, 2] };
}

describe("what changed on the way", () => {
  const course = fc.array(fc.array(fc.constantFrom("", "a", "b"), { minLength: 3, maxLength: 3 }), { minLength: 1 });
  const frames = (texts: string[][]) =>
    texts.map((row) => ({ tokens: row.map((text) => ({ text })), code: row.join("") }));

  it("is nothing where every frame is the same, and grows with every flip", () => {
    fc.assert(
      fc.property(course, fc.nat(5), (texts, more) => {
        const [first = []] = texts;
        assert.equal(changeOf({ frames: frames([...Array(more + 1)].map(() => first)) }), 0);
        const longer = [...texts, ["x", ...(texts.at(-1)?.slice(1) ?? [])]];
        assert.ok(Math.abs(changeOf({ frames: frames(longer) }) - changeOf({ frames: frames(texts) }) - 1 / 3) < 1e-9);
      }),
    );
  });

  it("tells the liveliest of those offered, and takes one that was not offered only where all others are recalls", () => {
    const { candidates } = mixedState();
    const changes = candidates.slice(1).map(changeOf);
    assert.equal(liveliestOf(candidates), 1 + changes.indexOf(Math.max(...changes)));
    const [recall, lively] = candidates;
    assert.ok(recall && lively);
    const rejected = { ...lively, rejected: "the same program as another sample" };
    assert.equal(liveliestOf([recall, rejected, { ...lively, frames: lively.frames.slice(-6) }]), 2);
    assert.equal(liveliestOf([recall, rejected]), 1);
    assert.equal(liveliestOf([recall, recall]), undefined);
  });

  it("makes no recall of what started elsewhere, or of an example that changed", () => {
    const recall = recalled();
    assert.equal(isRecall(recall), true);
    assert.equal(isRecall({ ...recall, startedFrom: "canvas" }), false);
    const { startedFrom: _, ...unknown } = recall;
    assert.equal(isRecall(unknown), false, "an old history does not tell");
    const [first, ...others] = recall.frames;
    assert.ok(first);
    assert.equal(isRecall({ ...recall, frames: [{ ...first, code: "y" }, ...others] }), false);
  });
});

describe("the theatre: a recalled example", () => {
  const theatre = useTheatre();

  it("stands at its end, whatever the clock is told", () => {
    let now = open(mixedState());
    for (const type of ["toggle", "tick", "valid", "last"] as const) now = reduce(now, { type });
    now = reduce(now, { type: "seek", frame: 0 });
    assert.deepEqual([now.playing, frameOf(now.state).step], [false, 0]);
  });

  it("is called that instead of shown as equal steps, and leads to the one that changed most", async () => {
    const state = mixedState();
    await theatre.show(state);
    const told = theatre.page.locator(".recall");
    assert.match(await textOf(told), /^Recalled, nothing changed.*“sort list `numbers`.*4 denoising steps left it/s);
    assert.equal(await theatre.page.getByRole("slider").isVisible(), false);
    assert.match(await textOf(theatre.page.locator(".member.selected")), /recalled, nothing changed/);
    assert.match(await textOf(theatre.page.locator(".facts")), /from a remembered example.*the last 4 of 32 steps/);
    await theatre.page.getByRole("button", { name: "Text", exact: true }).click();
    assert.equal(await theatre.page.locator(".frames li[aria-current=step]").count(), 1);
    assert.equal(await theatre.page.locator(".frames li").count(), 1);
    await theatre.page.getByRole("button", { name: "One", exact: true }).click();
    const branch = theatre.page.locator(".branch");
    assert.match((await branch.getAttribute("title")) ?? "", /Pin tokens first/);
    const liveliest = liveliestOf(state.candidates);
    await told.getByRole("button").click();
    assert.equal(await theatre.selectedCandidate(), liveliest);
    assert.equal(await theatre.frame(), 0);
    assert.equal(await theatre.page.getByRole("slider").isVisible(), true);
    assert.equal(await told.isVisible(), false);
  });
});

describe("the theatre: what a sample starts from", () => {
  const theatre = useTheatre();
  /** The sample's first candidate, begun as noise. */
  const noisy = (): TheatreState => {
    const state = sampleState();
    const [first, ...others] = state.candidates;
    const frame = first?.frames[0];
    assert.ok(first && frame);
    const tokens = frame.tokens.map((token, at) => ({ ...token, text: `~${at}`, confidence: 0.0002 }));
    const start = { ...frame, source: "nearest" as const, tokens, code: tokens.map(({ text }) => text).join("") };
    const began: CastMember = { ...first, startedFrom: "noise", frames: [start, ...first.frames] };
    return { ...state, candidates: [began, ...others], frame: 0 };
  };

  it("comes first, and says what it is", async () => {
    await theatre.show(noisy());
    assert.match((await theatre.lines()).join(""), /^~0~1~2/);
    assert.equal(await theatre.reading("Step"), "Noise");
    assert.equal(await theatre.reading("Token confidence"), "<1%");
    assert.equal(await theatre.reading("Read by"), "nearest tokens");
    assert.match(await textOf(theatre.page.locator(".facts")), /from noise.*12 steps/);
    assert.equal(await textOf(theatre.page.locator(".axis span").first()), "noise");
    const slider = theatre.page.getByRole("slider");
    assert.equal(await slider.getAttribute("aria-valuetext"), "pure noise, tokens <1% confident, invalid");
    await theatre.page.keyboard.press("ArrowRight");
    assert.equal(await theatre.reading("Step"), "12 of 12");
  });

  it("stands before the first step on the clock of those side by side", async () => {
    const state = noisy();
    await theatre.show({
      ...state,
      candidates: [...state.candidates, ...state.candidates.slice(0, 1)],
      view: "side",
      compared: [0, 3],
    });
    const columns = theatre.page.locator(".side .column .code");
    const shown = async () => (await columns.allTextContents()).map((code) => code.startsWith("~0"));
    assert.deepEqual(await shown(), [true, true]);
    await theatre.page.keyboard.press("ArrowRight");
    assert.deepEqual(await shown(), [false, false]);
    await theatre.page.keyboard.press("Home");
    assert.deepEqual(await shown(), [true, true]);
    assert.equal(LAST + 1, Number(await theatre.page.getByRole("slider").getAttribute("max")));
  });
});
