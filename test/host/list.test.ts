import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { CodeFusionApi } from "../../extension/editor/shell/api";
import {
  accept,
  activated,
  change,
  freshEditor,
  leave,
  next,
  offer,
  openText,
  press,
  theatreIsOpen,
  until,
} from "./editor-support";

describe("the list of candidates", () => {
  let api: CodeFusionApi;

  before(async () => {
    api = await activated();
  });
  freshEditor({ seed: 7, candidates: 4 });

  const rows = () => api.offered() ?? [];
  const codes = () => rows().map(({ code }) => code);
  /** Asks for what can be said in many ways. */
  const COMMENT = "# find all files in the current directory with extension .log";
  const open = () => openText("shellscript", COMMENT, 0);
  const squeezed = (text = "") => text.replace(/\s+/g, "");
  const previews = (code = "") => squeezed(api.preview()) === squeezed(code);
  /** For the runs that the list itself starts. */
  const settled = () => until("it is idle", () => api.state() !== "working");

  it("shows rank and confidence in words, and nothing that all rows have in common", async () => {
    await open();
    const { done } = await offer(api);
    const origins = new Set(rows().map(({ candidate }) => candidate?.example === undefined));
    for (const [index, { description, candidate }] of rows().entries()) {
      const confidence = Math.round(100 * (candidate?.confidence ?? 0));
      assert.ok(description.startsWith(`#${index + 1} · ${confidence}%`), description);
      assert.doesNotMatch(description, /\bvalid\b/);
      if (origins.size === 1) assert.doesNotMatch(description, /remembered|generated/);
    }
    await leave();
    await done;
  });

  for (const variation of ["listMore", "listLikelier", "listDiverse"] as const) {
    it(`keeps every candidate and repeats none after ${variation}`, async () => {
      const { document } = await open();
      const { done } = await offer(api);
      const before = codes();
      const { samples = [] } = api.lastResult() ?? {};
      await press(variation);
      await until("it has run again", () => (api.lastResult()?.samples.length ?? 0) > samples.length);
      await settled();
      const after = codes();
      assert.deepEqual(
        before.filter((code) => !after.includes(code)),
        [],
      );
      assert.equal(new Set(after).size, after.length);
      if (variation === "listMore") assert.deepEqual(after.slice(0, before.length), before);
      if (variation === "listLikelier") {
        const scores = rows().map(({ candidate }) => candidate?.score ?? 0);
        assert.deepEqual(
          scores,
          [...scores].sort((a, b) => b - a),
        );
      }
      const taken = after[1] ?? after[0];
      if (after.length > 1) await next();
      await until("the row is previewed", () => previews(taken));
      await accept();
      await done;
      assert.equal(squeezed(document.getText()), squeezed(`${COMMENT}\n${taken}`));
      await until("its history is decoded", async () => api.histories(document).length === 1);
    });
  }

  it("keeps a pinned candidate on top, and lets go of it", async () => {
    await open();
    const { done } = await offer(api);
    const [first, second] = codes();
    assert.ok(first && second, "too few candidates to pin one");
    await next();
    await until("the second has the focus", () => previews(second));
    await press("listPin");
    await until("it is on top", () => codes()[0] === second);
    assert.equal(rows()[0]?.pinned, true);
    assert.match(rows()[0]?.description ?? "", /pinned/);
    await until("the focus is still on it", () => previews(second));
    await press("listPin");
    await until("it is let go", () => codes()[0] === first);
    await leave();
    await done;
  });

  it("copies the code of the row in focus and stays open", async () => {
    await open();
    const { done } = await offer(api);
    await vscode.env.clipboard.writeText("before");
    await press("listCopy");
    const [first] = codes();
    await until("it is copied", async () => (await vscode.env.clipboard.readText()) === first);
    await until("the row says so", () => rows()[0]?.description.startsWith("copied"));
    await until("the focus is still on it", () => previews(first));
    await leave();
    await done;
  });

  it("opens the theatre on the row in focus, and leaves the file alone", async () => {
    const { document } = await open();
    const { done } = await offer(api);
    await press("listWatch");
    await done;
    await until("the theatre is open", theatreIsOpen);
    assert.deepEqual([document.isDirty, api.offered()], [false, undefined]);
  });

  it("lists what a first batch gave while others are still denoised; Escape then stops the run", async () => {
    await change("steps", 100);
    await change("candidates", 20);
    const before = [api.lastError(), api.lastResult()];
    const { document } = await open();
    const done = press("generateFromComment");
    await until("there are candidates while it is working", () => api.state() === "working" && api.offered()?.length);
    await until("one is previewed", () => api.preview());
    await leave();
    await done;
    assert.deepEqual([api.state(), api.offered(), document.isDirty], ["idle", undefined, false]);
    assert.deepEqual([api.lastError(), api.lastResult()], before);
  });

  it("does nothing for its keys when it is closed", async () => {
    for (const action of ["listMore", "listPlacement", "listPin", "listCopy", "listWatch"] as const)
      await press(action);
    assert.deepEqual([api.state(), api.offered()], ["idle", undefined]);
  });

  it("is open from the start of a run, and left with Escape before there is anything in it", async () => {
    await change("steps", 200);
    const before = api.lastError();
    const { document } = await open();
    const done = press("generateFromComment");
    await until("it is open", () => api.offered() !== undefined);
    assert.deepEqual([rows(), api.state()], [[], "working"]);
    await until("it is left", async () => {
      await leave();
      return api.offered() === undefined;
    });
    await done;
    await settled();
    assert.deepEqual([api.state(), api.lastError(), document.isDirty], ["idle", before, false]);
  });

  it("stops computing when it is left", async () => {
    await open();
    const { done } = await offer(api);
    await press("listMore");
    await until("it is working", () => api.state() === "working");
    await leave();
    await done;
    await settled();
    assert.equal(api.state(), "idle");
  });
});
