import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import type { CodeFusionApi } from "../../extension/editor/shell/api";
import { TOOLS } from "../../extension/editor/shell/ids";
import {
  accept,
  activated,
  closeAll,
  freshEditor,
  insertFirst,
  isComplete,
  leave,
  next,
  offer,
  openText,
  press,
  theatreIsOpen,
  undo,
  until,
} from "./editor-support";
import { childrenOf, type Held, heldBy } from "./processes";

/** Actions of one round; `npm run soak` does 2,000 of them, the suite two rounds. */
const ROUND = 20;
const ACTIONS = Number(process.env.CODEFUSION_SOAK ?? 2 * ROUND);
/** From so many actions on memory is judged, too: fewer are warm-up. */
const LONG = 400;

/** What the extension host and the inference process hold after some actions. */
interface Moment {
  readonly actions: number;
  readonly host: Held;
  readonly child: Held;
}

describe("many actions, one after the other", function () {
  this.timeout(4 * 3600_000);
  let api: CodeFusionApi;

  before(async () => {
    api = await activated();
  });
  freshEditor({ seed: 7, steps: 2, candidates: 3 });

  const prompts = [
    { editor: "python", language: "python", utterance: "sort the list `x` in descending order" },
    { editor: "shellscript", language: "bash", utterance: "find all files with extension .log" },
    { editor: "cfrule", language: "cf", utterance: "Highlight cells greater than 85" },
  ] as const;
  const promptOf = (at: number) => prompts[at % prompts.length] ?? prompts[0];
  const open = (at: number) => openText(promptOf(at).editor, `# ${promptOf(at).utterance}\n`, 0);

  async function generate(at: number): Promise<void> {
    await open(at);
    const { done } = await offer(api);
    await leave();
    await done;
  }

  async function insertAndUndo(at: number): Promise<void> {
    const { document } = await open(at);
    const before = document.getText();
    await insertFirst(api);
    assert.notEqual(document.getText(), before);
    await undo();
    assert.equal(document.getText(), before);
  }

  async function cancel(at: number): Promise<void> {
    const { document } = await open(at);
    const before = document.getText();
    const done = press("generateFromComment");
    await until("it works", () => api.state() === "working");
    await press("cancel");
    await done;
    await until("nothing works", () => api.state() === "idle");
    assert.equal(document.getText(), before);
  }

  async function useTool(at: number): Promise<void> {
    const { language, utterance } = promptOf(at);
    const input = { language, utterance, count: 3, seed: at };
    const { content } = await vscode.lm.invokeTool(TOOLS.generate, { input, toolInvocationToken: undefined });
    assert.ok(content.length > 0);
  }

  async function refine(): Promise<void> {
    const editor = await openText("cfrule", "# Highlight cells greater than 85\nGreaterThan(10)\n", 1);
    editor.selection = new vscode.Selection(1, 0, 1, 8);
    const refining = press("refineSelection");
    // nothing tells when the strengths are shown
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await next();
    await accept();
    await until("candidates are offered", () => isComplete(api));
    await leave();
    await refining;
  }

  async function watch(at: number): Promise<void> {
    await open(at);
    await insertFirst(api);
    await press("showDenoising");
    await until("the theatre is open", theatreIsOpen);
  }

  const actions = [
    ...[generate, cancel, insertAndUndo, generate, cancel, useTool, generate, cancel, insertAndUndo, generate],
    ...[generate, cancel, insertAndUndo, generate, cancel, useTool, generate, watch, refine, generate],
  ];

  it("leave no process, handle or memory behind", async () => {
    const moments: Moment[] = [];
    for (let at = 0; at < ACTIONS; at++) {
      await actions[at % ROUND]?.(at);
      if (at % ROUND !== ROUND - 1) continue;
      await closeAll();
      const [child, ...more] = childrenOf(process.pid, "child.js");
      assert.deepEqual(more, [], "one inference process");
      if (child === undefined) continue;
      moments.push({ actions: at + 1, host: heldBy(process.pid), child: heldBy(child) });
    }
    await keep(moments);
    if (moments.length === 0) return;
    const quarter = Math.ceil(moments.length / 4);
    const [early, late] = [moments.slice(quarter, 2 * quarter), moments.slice(-quarter)];
    for (const who of ["host", "child"] as const) {
      const least = (part: readonly Moment[], what: keyof Held) => Math.min(...part.map((each) => each[who][what]));
      assert.ok(
        least(late, "handles") <= least(early.length > 0 ? early : moments, "handles") + 2,
        `handles of ${who}`,
      );
      if (ACTIONS < LONG) continue;
      assert.ok(least(late, "mebibytes") <= 1.1 * least(early, "mebibytes"), `memory of ${who}`);
    }
  });

  /** For `npm run soak`, which shows it. */
  async function keep(moments: readonly Moment[]): Promise<void> {
    const file = process.env.CODEFUSION_SOAK_OUT;
    if (file === undefined) return;
    await mkdir(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(moments, undefined, 2));
  }
});
