import assert from "node:assert/strict";
import type { GenerateProgress, GenerateRequest } from "../../../extension/contract";
import { unchangedLast, withoutUnchanged } from "../../../extension/editor/offer/unchanged";
import { CodeFusionError, inEnglish, say } from "../../../extension/errors";
import { loadLanguage } from "../../../extension/languages";
import { someResult } from "./fixtures";

const REQUEST: GenerateRequest = { utterance: "list", language: "python", count: 2, seed: 1 };

describe("candidates for code that stands there", () => {
  it("offer it behind all others, also while they come in, and alone where there is nothing else", async () => {
    const seen: GenerateProgress[] = [];
    const regenerated = async (codes: readonly string[]) => {
      const compute = unchangedLast(
        async (request, _, onProgress) => {
          const result = someResult(codes);
          onProgress({ phase: "selecting", step: 0, steps: 0, preview: [], candidates: result.candidates });
          return { ...result, request };
        },
        'print( "a" )',
        await loadLanguage("python"),
      );
      const result = await compute(REQUEST, new AbortController().signal, (progress) => seen.push(progress));
      return result.candidates.map(({ code }) => code);
    };
    const wanted = ["print(1)", "print(2)", "print('a')"];
    assert.deepEqual(await regenerated(["print('a')", "print(1)", "print(2)"]), wanted);
    assert.deepEqual(
      seen[0]?.candidates?.map(({ code }) => code),
      wanted,
    );
    assert.deepEqual(await regenerated(["print('a')"]), ["print('a')"]);
  });
});

describe("candidates that are not the selected code", () => {
  async function refined(codes: readonly string[], selected: string, seen: GenerateProgress[] = []) {
    const asked: number[] = [];
    const compute = withoutUnchanged(
      async (request, _, onProgress) => {
        asked.push(request.count);
        const result = someResult(codes);
        onProgress({ phase: "selecting", step: 0, steps: 0, preview: [], candidates: result.candidates });
        return { ...result, request };
      },
      selected,
      await loadLanguage("python"),
    );
    const result = await compute(REQUEST, new AbortController().signal, (progress) => seen.push(progress));
    return { result, asked, codes: result.candidates.map(({ code }) => code) };
  }

  it("are offered in full where one more is found, also while they come in", async () => {
    const seen: GenerateProgress[] = [];
    const { result, asked, codes } = await refined(["print('a')", "print(1)", "print(2)"], 'print( "a" )', seen);
    assert.deepEqual([codes, asked, result.request.count], [["print(1)", "print(2)"], [3], 2]);
    assert.deepEqual(
      seen[0]?.candidates?.map(({ code }) => code),
      ["print(1)", "print(2)"],
    );
    assert.equal(result.shortfall, undefined);
    assert.equal((await result.history(result.candidates[0] ?? assert.fail())).code, "print(1)");
  });

  it("are as many as asked where none is the selected code", async () => {
    const { codes } = await refined(["a", "b", "c"], "d");
    assert.deepEqual(codes, ["a", "b"]);
  });

  it("say so where they are fewer", async () => {
    const { result, codes } = await refined(["print('a')", "print(1)"], "print('a')");
    assert.deepEqual(codes, ["print(1)"]);
    assert.match(inEnglish(result.shortfall ?? say``), /^1 of 2 candidates: others are the selected code, unchanged$/);
  });

  it("are declined where there are none", async () => {
    await assert.rejects(
      refined(["x"], "x"),
      (error) => error instanceof CodeFusionError && error.code === "declined" && error.isAnswer,
    );
  });
});
