/** What users of other assistants complain about most, each shown not to happen here. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import type { GenerateOptions, GenerateRequest, GenerateResult, Generator } from "../../extension/contract";
import { InlineCompletions, type InlineParts } from "../../extension/editor/ask/inline-completions";
import { Place } from "../../extension/editor/ask/place";
import { Requests } from "../../extension/editor/ask/requests";
import { CandidatePicker, CandidateSession } from "../../extension/editor/offer";
import { OfferCandidates, type OfferParts } from "../../extension/editor/offer/offer-candidates";
import { Computer } from "../../extension/editor/run/compute";
import { GeneratorSource } from "../../extension/editor/run/generator-source";
import { LastRun } from "../../extension/editor/run/last-run";
import type { CodeFusionApi } from "../../extension/editor/shell/api";
import { Config } from "../../extension/editor/shell/config";
import { Reporter } from "../../extension/editor/shell/report";
import { StatusBar } from "../../extension/editor/shell/status-bar";
import { CodeFusionError } from "../../extension/errors";
import { loadLanguage } from "../../extension/languages";
import { accept, activated, change, freshEditor, leave, next, offer, openText, press, until } from "./editor-support";

const log = vscode.window.createOutputChannel("CodeFusion complaints", { log: true });
const request: GenerateRequest = { utterance: "x", language: "cf", count: 1, seed: 1 };

/** A computer whose pipeline does as it is told, and the state that it shows. */
function computerOn(generate: (options: GenerateOptions) => Promise<GenerateResult>) {
  const status = new StatusBar();
  const generator: Generator = {
    generate: (_, options = {}) => generate(options),
    status: () => ({ kind: "local", provider: "cpu", state: "idle" }),
    dispose: () => {},
  };
  const generators = new GeneratorSource(
    async () => generator,
    () => "cpu",
  );
  return { computer: new Computer({ generators, status, log }), status };
}

describe("what users complain about elsewhere", () => {
  let api: CodeFusionApi;

  before(async () => {
    api = await activated();
  });
  freshEditor();

  it("unsolicited text: typing below a comment suggests nothing and computes nothing by default", async () => {
    const before = [api.suggested(), api.lastResult()];
    const editor = await openText("cfrule", "# top 10 values", 0);
    editor.selection = new vscode.Selection(0, 15, 0, 15);
    await vscode.commands.executeCommand("type", { text: "\n" });
    await vscode.commands.executeCommand("type", { text: "G" });
    // The same question asked on purpose is answered, so there was time for an unasked answer.
    await vscode.commands.executeCommand("deleteLeft");
    const suggested = await until("it is answered when asked", async () => {
      // The editor answers a question that comes while it still asks by itself with that other answer.
      if (api.state() === "idle") await vscode.commands.executeCommand("editor.action.inlineSuggest.trigger");
      return api.suggested() !== before[0] && api.suggested();
    });
    assert.ok(suggested);
    assert.equal(editor.document.getText(), "# top 10 values\n");
  });

  for (const code of ["backend-crashed", "model-corrupt", "no-valid-candidate", "internal"] as const) {
    it(`a status that sticks on "thinking": over at once after ${code}`, async () => {
      const { computer, status } = computerOn(() =>
        Promise.reject(new CodeFusionError(code, "it failed", "try again")),
      );
      try {
        const run = computer.run(request, new AbortController().signal, () => {});
        assert.equal(status.state, "working");
        await assert.rejects(run, /it failed/);
        assert.equal(status.state, code === "no-valid-candidate" ? "idle" : "error");
        assert.equal(computer.isRunning, false);
      } finally {
        status.dispose();
      }
    });
  }

  it("an endless spinner: a pipeline that never answers is left at once on cancel", async () => {
    const { computer, status } = computerOn(() => new Promise(() => {}));
    try {
      const run = computer.run(request, new AbortController().signal, () => {});
      computer.cancel();
      await assert.rejects(run, (error) => error instanceof CodeFusionError && error.code === "cancelled");
      assert.deepEqual([status.state, computer.isRunning], ["idle", false]);
    } finally {
      status.dispose();
    }
  });

  it("a cancel that does not stop computing: the pipeline is told, and its next step does not come", async () => {
    let steps = 0;
    const { computer, status } = computerOn(async ({ signal }) => {
      while (!signal?.aborted) {
        steps++;
        await new Promise((resolve) => setImmediate(resolve));
      }
      throw new CodeFusionError("cancelled", "stopped", "start over");
    });
    try {
      const run = computer.run(request, new AbortController().signal, () => {});
      await until("it has made some steps", () => steps > 2);
      computer.cancel();
      const made = steps;
      await assert.rejects(run);
      await new Promise((resolve) => setImmediate(resolve));
      assert.ok(steps <= made + 1, `${steps - made} steps after the cancel`);
    } finally {
      status.dispose();
    }
  });

  it("computing while nobody wants it: an inline suggestion that the editor gives up stops its run", async () => {
    let isStopped = false;
    const { computer, status } = computerOn(async ({ signal }) => {
      await new Promise((resolve) => signal?.addEventListener("abort", resolve));
      isStopped = true;
      throw new CodeFusionError("cancelled", "stopped", "start over");
    });
    const config = new Config();
    const inline = new InlineCompletions({
      ...{ config, computer, log, requests: new Requests(config), offer: { isPreviewing: false }, loadLanguage },
      ...({ lastRun: new LastRun() } as Pick<InlineParts, "histories" | "reporter" | "lastRun">),
    });
    const { document } = await openText("cfrule", "# x\n", 1);
    const tokens = new vscode.CancellationTokenSource();
    try {
      const context = {
        triggerKind: vscode.InlineCompletionTriggerKind.Invoke,
        selectedCompletionInfo: undefined,
      } as vscode.InlineCompletionContext;
      const position = new vscode.Position(1, 0);
      const asked = inline.provideInlineCompletionItems(document, position, context, tokens.token);
      await until("it computes", () => computer.isRunning);
      tokens.cancel();
      assert.deepEqual(await asked, []);
      await until("the pipeline has stopped", () => isStopped);
      assert.deepEqual([status.state, computer.isRunning], ["idle", false]);
    } finally {
      tokens.dispose();
      status.dispose();
      config.dispose();
    }
  });

  it("computing while nobody wants it: a list that is left stops its run", async () => {
    let isStopped = false;
    const candidate = { code: "GreaterThan(1)", score: 0.5, valid: true, seed: 1 };
    const { computer, status } = computerOn(async ({ signal, onProgress }) => {
      onProgress?.({ phase: "selecting", step: 0, steps: 0, preview: [], candidates: [candidate] });
      await new Promise((resolve) => signal?.addEventListener("abort", resolve));
      isStopped = true;
      throw new CodeFusionError("cancelled", "stopped", "start over");
    });
    const { document } = await openText("cfrule", "# x", 0);
    const place = Place.belowComment(document, { startLine: 0, endLine: 0, indent: "" }, undefined);
    const picker = new CandidatePicker();
    const parts = { config: new Config(), computer, picker, lastRun: new LastRun(), log };
    // Nothing is chosen, so what would act on a choice is not needed.
    const offer = new OfferCandidates({ ...parts, ...({} as Pick<OfferParts, "use" | "showDenoising" | "reporter">) });
    try {
      const choice = offer.offer({ request, place });
      await until("provisional candidates are listed", () => picker.open?.length === 1);
      assert.deepEqual([computer.isRunning, isStopped], [true, false]);
      await until("the list is left", async () => {
        await leave();
        return picker.open === undefined;
      });
      assert.equal(await choice, undefined);
      await until("the pipeline has stopped", () => isStopped);
      assert.deepEqual([status.state, document.getText()], ["idle", "# x"]);
    } finally {
      parts.config.dispose();
      status.dispose();
    }
  });

  for (const code of ["declined", "no-valid-candidate"] as const) {
    it(`an error for what is no fault: the list itself says why there is nothing to offer (${code})`, async () => {
      const failing = new CodeFusionError(code, "nothing I know is close to this", "say it differently");
      const { computer, status } = computerOn(() => Promise.reject(failing));
      const { document } = await openText("cfrule", "# x", 0);
      const place = Place.belowComment(document, { startLine: 0, endLine: 0, indent: "" }, undefined);
      const picker = new CandidatePicker();
      const reporter = new Reporter(log);
      const parts = { config: new Config(), computer, picker, lastRun: new LastRun(), reporter, log };
      const offering = new OfferCandidates({ ...parts, ...({} as Pick<OfferParts, "use" | "showDenoising">) });
      try {
        const choice = offering.offer({ request, place });
        await until("the list says why", () => picker.note !== undefined);
        assert.equal(picker.note, "$(info) Nothing I know is close to this.");
        assert.deepEqual([picker.open, status.state], [[], "idle"]);
        await until("the list is left", async () => {
          await accept();
          return picker.open === undefined;
        });
        assert.equal(await choice, undefined, "nobody reports what the list has told");
        assert.equal(reporter.last, failing);
      } finally {
        parts.config.dispose();
        status.dispose();
      }
    });
  }

  it("an endless list: a pipeline that never answers is left at once on cancel", async () => {
    const { computer, status } = computerOn(() => new Promise(() => {}));
    const { document } = await openText("cfrule", "# x", 0);
    const place = Place.belowComment(document, { startLine: 0, endLine: 0, indent: "" }, undefined);
    const picker = new CandidatePicker();
    const parts = { config: new Config(), computer, picker, lastRun: new LastRun(), log };
    const offering = new OfferCandidates({
      ...parts,
      ...({} as Pick<OfferParts, "use" | "showDenoising" | "reporter">),
    });
    try {
      const choice = offering.offer({ request, place });
      await until("the list is open", () => picker.open !== undefined && computer.isRunning);
      computer.cancel();
      await assert.rejects(choice, (error) => error instanceof CodeFusionError && error.code === "cancelled");
      assert.deepEqual([picker.open, status.state], [undefined, "idle"]);
    } finally {
      parts.config.dispose();
      status.dispose();
    }
  });

  it("popups that nag: a run that ends well, a list that is left and a cancelled run say nothing", async () => {
    const before = api.lastError();
    await openText("cfrule", "# top 10 values", 0);
    const { done } = await offer(api);
    await leave();
    await done;
    assert.equal(api.lastError(), before);
    await change("steps", 200);
    await change("candidates", 20);
    await openText("python", "# read the file a.txt", 0);
    const cancelled = press("generateFromComment");
    await until("it is working", () => api.state() === "working");
    await press("cancel");
    await cancelled;
    assert.equal(api.lastError()?.code, "cancelled", "which is reported silently");
    assert.equal(api.state(), "idle");
  });

  it("wrong indentation: tabs and spaces are the comment's own, deeper levels the document's", async () => {
    const { document } = await openText(
      "python",
      "if x:\n\tfor y in z:\n\t\t# sort the list `xs` in descending order\n",
      2,
    );
    const { done } = await offer(api);
    await accept();
    await done;
    const inserted = document.getText().split("\n").slice(3, -1);
    assert.ok(
      inserted.length > 0 && inserted.every((line) => line === "" || /^\t\t(?! )/.test(line)),
      inserted.join("\n"),
    );
  });

  it("Tab that accepts what is no longer seen: once the list is closed there is nothing to accept", async () => {
    const { document } = await openText("cfrule", "# top 10 values", 0);
    const { done } = await offer(api);
    await next();
    await leave();
    await done;
    const { version } = document;
    await vscode.commands.executeCommand("editor.action.inlineSuggest.commit");
    assert.deepEqual([document.version, document.getText(), api.preview()], [version, "# top 10 values", undefined]);
  });

  it("Tab that accepts what comes late: another extension that keeps the editor waiting brings no preview back", async () => {
    let asked = 0;
    let answered = 0;
    const slow = vscode.languages.registerInlineCompletionItemProvider("cfrule", {
      provideInlineCompletionItems: async () => {
        asked++;
        await sleep(1000);
        answered++;
        return [];
      },
    });
    try {
      const { document } = await openText("cfrule", "# top 10 values", 0);
      const suggested = api.suggested();
      // The first candidate is previewed as it comes, long before the list is complete.
      const done = press("generateFromComment");
      await until("the other extension is asked for the preview", () => asked > answered);
      await leave();
      await done;
      await until("the other extension has answered", () => asked === answered);
      // What comes on show is taken away again: no hand is as fast.
      await sleep(500);
      const { version } = document;
      for (let i = 0; i < 20; i++) {
        await sleep(25);
        await vscode.commands.executeCommand("editor.action.inlineSuggest.commit");
      }
      assert.deepEqual([document.version, document.getText()], [version, "# top 10 values"]);
      assert.equal(api.suggested(), suggested, "nothing was computed for a preview");
    } finally {
      slow.dispose();
    }
  });

  it("a failure that looks like an empty list: without a valid candidate there is an error, and no list", async () => {
    const { computer, status } = computerOn(() =>
      Promise.reject(new CodeFusionError("no-valid-candidate", "none of 12 samples is valid", "say it differently")),
    );
    const session = new CandidateSession(request, (...args) => computer.run(...args));
    await assert.rejects(session.start(), /none of 12 samples/);
    assert.deepEqual(session.candidates, []);
    status.dispose();
  });

  it("keys and telemetry: no setting takes a secret, nothing is measured, bare Tab is not bound", () => {
    const extension = vscode.extensions.getExtension("codefusion.codefusion") ?? assert.fail("not installed");
    const { contributes } = extension.packageJSON;
    const settings = Object.keys(contributes.configuration.properties);
    assert.deepEqual(
      settings.filter((key) => /key$|token|secret|password|telemetry/i.test(key)),
      [],
    );
    const keys = contributes.keybindings.map(({ key }: { readonly key: string }) => key);
    assert.ok(!keys.includes("tab") && !keys.includes("enter") && !keys.includes("escape"));
    const bundle = readFileSync(vscode.Uri.joinPath(extension.extensionUri, "dist", "extension.js").fsPath, "utf8");
    assert.doesNotMatch(bundle, /createTelemetryLogger|TelemetryLogger/);
  });

  it("files that grow heavy: what is not a supported language gets no offers", async () => {
    const { document } = await openText("plaintext", "# top 10 values\n", 0);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      document.uri,
    );
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      new vscode.Range(0, 1, 0, 1),
    );
    const ours = [...lenses, ...actions].filter(({ command }) => command?.command.startsWith("codefusion."));
    assert.deepEqual(ours, []);
  });
});
