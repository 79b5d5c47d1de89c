import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { CodeFusionApi } from "../../extension/editor/shell/api";
import { TOOLS } from "../../extension/editor/shell/ids";
import { activated } from "./editor-support";

describe("the language-model tool", () => {
  let api: CodeFusionApi;

  before(async () => {
    api = await activated();
  });

  async function invoke(input: object, token?: vscode.CancellationToken): Promise<string> {
    const result = await vscode.lm.invokeTool(TOOLS.generate, { input, toolInvocationToken: undefined }, token);
    return result.content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : "")).join("");
  }

  it("is offered to agents with a description and the shape of its input", () => {
    const tool = vscode.lm.tools.find(({ name }) => name === TOOLS.generate);
    assert.match(tool?.description ?? "", /diffusion model/);
    assert.deepEqual((tool?.inputSchema as { required?: unknown } | undefined)?.required, ["utterance", "language"]);
  });

  it("gives different candidates, the same ones for the same seed", async () => {
    const input = { utterance: "Highlight cells greater than 85", language: "cf", count: 3, seed: 7 };
    const answer = JSON.parse(await invoke(input));
    const codes = answer.candidates.map(({ code }: { code: string }) => code);
    assert.ok(codes.length >= 1 && codes.length <= 3);
    assert.equal(new Set(codes).size, codes.length);
    assert.ok(codes[0].includes("85"));
    assert.equal(answer.seed, 7);
    assert.deepEqual(JSON.parse(await invoke(input)), answer);
    assert.equal(api.state(), "idle");
  });

  it("takes the header of a table", async () => {
    const columns = ["City", "Sales"];
    const answer = await invoke({ utterance: "Highlight the top 3 in Sales", language: "cf", seed: 7, columns });
    assert.ok(JSON.parse(answer).candidates.length >= 1);
  });

  it("says what is wrong with its input", async () => {
    await assert.rejects(invoke({ utterance: "x", language: "cobol" }), /input is not understood \(language/);
    await assert.rejects(invoke({ utterance: "  ", language: "cf" }), /input is not understood \(utterance/);
    assert.equal(api.state(), "idle");
  });

  it("is cancelled for real", async () => {
    const source = new vscode.CancellationTokenSource();
    source.cancel();
    await assert.rejects(invoke({ utterance: "read the file a.txt", language: "python" }, source.token));
    assert.equal(api.state(), "idle");
  });
});
