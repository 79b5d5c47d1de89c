import assert from "node:assert/strict";
import { familyState, sampleState, textOf, tokensOf, useTheatre } from "./theatre-page";

const LAST = 12;

describe("the theatre: side by side", () => {
  const theatre = useTheatre();
  const choose = (view: string) => theatre.page.getByRole("button", { name: view, exact: true }).click();
  const columns = () => theatre.page.locator(".side .column .code");

  it("shows every chosen candidate at the same step, each with its own validity", async () => {
    const state = sampleState();
    await theatre.show({ ...state, frame: 10 });
    await choose("Side by side");
    assert.equal(await theatre.page.locator(".stage").isVisible(), false);
    const shown = await columns().allTextContents();
    assert.deepEqual(
      shown.map((code) => code.replaceAll("\n", "")),
      state.candidates.map((_, index) => tokensOf(state, index, 10).replaceAll("\n", "")),
    );
    const verdicts = await theatre.page.locator(".side .verdict").allTextContents();
    assert.deepEqual(
      verdicts,
      state.candidates.map(({ frames }) => (frames[10]?.valid ? "valid" : "invalid")),
    );
  });

  it("shows the cast that came while another view was open", async () => {
    await theatre.show(sampleState());
    await choose("Side by side");
    assert.equal(await columns().count(), sampleState().compared.length);
    await theatre.show({ ...familyState(), compared: [0, 1, 2, 3, 4], view: "one" });
    await choose("Side by side");
    assert.equal(await columns().count(), 5);
  });

  it("shows every final code once it has played to the end", async () => {
    const state = familyState();
    await theatre.show({ ...state, compared: [0, 1, 2, 3, 4], frame: 0 });
    await choose("Side by side");
    await theatre.page.getByLabel("Speed").selectOption("4");
    await theatre.page.getByRole("button", { name: /^Play/ }).click();
    await theatre.waitForSaved({ selected: 0, frame: LAST });
    const final = (index: number) => tokensOf(state, index, (state.candidates[index]?.frames.length ?? 0) - 1);
    const finals = [0, 1, 2, 3, 4].map((index) => final(index).replaceAll("\n", ""));
    // canvases are drawn in turn: the last ones may follow a frame or two later
    await theatre.page.waitForFunction((expected) => {
      const shown = [...document.querySelectorAll(".side .column .code")];
      return shown.map(({ textContent }) => textContent?.replaceAll("\n", "")).join("|") === expected;
    }, finals.join("|"));
  });

  it("takes candidates in and out, five at most", async () => {
    const state = familyState();
    const candidates = [...state.candidates, ...state.candidates.slice(1, 3)];
    await theatre.show({ ...state, candidates, compared: [0, 1, 2, 3] });
    await choose("Side by side");
    const box = (number: number) => theatre.page.getByRole("checkbox", { name: `Side by side: candidate ${number}` });
    await box(5).check();
    assert.equal(await columns().count(), 5);
    assert.equal(await box(6).isDisabled(), true);
    await box(1).uncheck();
    assert.equal(await columns().count(), 4);
    assert.equal(await box(6).isEnabled(), true);
  });

  it("shows the parent until a branch leaves it, and a rejected sample with its reason", async () => {
    const state = familyState();
    await theatre.show({ ...state, compared: [0, 4], frame: 2 });
    await choose("Side by side");
    const branch = theatre.page.locator(".column").nth(1);
    assert.match(await textOf(branch), /still candidate 1/);
    await theatre.page.getByRole("slider").fill("6");
    assert.doesNotMatch(await textOf(branch), /still/);
    assert.match(await textOf(theatre.page.locator(".member.rejected")), /rejected: not valid Python/);
  });

  it("tells how far the codes are apart at this step, pair by pair", async () => {
    const state = sampleState();
    await theatre.show({ ...state, frame: LAST });
    const rows = await theatre.page.locator(".diversity tbody tr").allTextContents();
    assert.equal(rows.length, 3);
    const cells = await theatre.page.locator(".diversity tbody tr").first().locator("td").allTextContents();
    assert.equal(cells[0], "–");
    assert.ok(cells.slice(1).every((cell) => Number(cell) > 0.3));
    const mean = Number((await textOf(theatre.page.locator(".diversity .mean"))).replace("mean ", ""));
    assert.ok(mean > 0.3 && mean <= 1);
    await theatre.show({ ...state, compared: [1] });
    assert.equal(await theatre.page.locator(".diversity").isVisible(), false);
  });
});

describe("the theatre: as text", () => {
  const theatre = useTheatre();

  it("lists every frame with its code and its changes, and goes where one chooses", async () => {
    const state = sampleState();
    await theatre.show({ ...state, view: "text", frame: 2 });
    const items = theatre.page.locator(".frames li");
    assert.equal(await items.count(), LAST + 1);
    assert.match(await textOf(items.last()), /^final code, tokens \d+% confident, valid/);
    assert.ok((await textOf(items.last())).includes(state.candidates[0]?.code ?? "?"));
    await items.nth(9).getByRole("button").click();
    assert.equal(await theatre.frame(), 9);
    assert.equal(await items.nth(9).getAttribute("aria-current"), "step");
  });
});

describe("the theatre: curves and clock", () => {
  const theatre = useTheatre();

  it("draws distance, confidence and flips, and the others' distance side by side", async () => {
    await theatre.show(sampleState());
    const traces = (name: string) => theatre.page.locator(`.plot .${name}`).count();
    assert.deepEqual(await Promise.all(["distance", "confidence", "flips", "other"].map(traces)), [1, 1, 1, 0]);
    await theatre.page.getByRole("button", { name: "Side by side", exact: true }).click();
    assert.equal(await traces("other"), 2);
    assert.equal(await theatre.page.locator(".plot .dot").count(), LAST + 2);
  });

  it("jumps to where the code became valid", async () => {
    const state = sampleState();
    await theatre.show({ ...state, frame: 0 });
    await theatre.page.getByRole("button", { name: /^Where it became valid/ }).click();
    const frames = state.candidates[0]?.frames ?? [];
    const from = frames.findLastIndex(({ valid }) => !valid) + 1;
    assert.ok(from > 0 && from < LAST);
    assert.equal(await theatre.frame(), from);
    await theatre.page.keyboard.press("Home");
    await theatre.page.keyboard.press("v");
    assert.equal(await theatre.frame(), from);
  });
});
