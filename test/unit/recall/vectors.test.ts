import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { createBackend } from "../../../extension/inference";
import { findModelFolder, openModel } from "../../../extension/model";
import { ExamplesMemory, ExampleVectors, encodeMemory, meanState, memoryOf } from "../../../extension/recall";
import { findSlots } from "../../../extension/utterance";

/** A file of vectors whose halves are small whole numbers. */
function fileOf(shape: { hiddenDim: number; dim: number; parts: number }, numbers: number[], codes: number[]): Buffer {
  const { hiddenDim, dim, parts } = shape;
  const centroids = (numbers.length - hiddenDim - hiddenDim * dim) / dim;
  const header = Buffer.from(Uint32Array.of(hiddenDim, dim, parts, centroids, codes.length / parts).buffer);
  return Buffer.concat([header, Buffer.from(Uint16Array.from(numbers.map(half)).buffer), Buffer.from(codes)]);
}

/** A whole number below 2048 as binary16. */
function half(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | Math.round((Math.abs(value) / 2 ** exponent - 1) * 1024);
}

const IDENTITY = [1, 0, 0, 1];
/** Three examples in a plane: to the right, up, and to the left; two parts of one dimension, centroids -3, 0 and 3. */
const PLANE = fileOf({ hiddenDim: 2, dim: 2, parts: 2 }, [0, 0, ...IDENTITY, -3, 0, 3, -3, 0, 3], [2, 1, 1, 2, 0, 1]);
const example = (utterance: string, code: string) => ({ language: "bash", utterance, code, source: "test" }) as const;

describe("the vectors of remembered examples", () => {
  it("say how near each example is to what E makes of an utterance", () => {
    const vectors = ExampleVectors.read(PLANE);
    assert.deepEqual([...vectors.similarities(Float32Array.of(5, 0))], [1, 0, -1]);
  });

  it("are cosines, whatever the length of a state", () => {
    const vectors = ExampleVectors.read(PLANE);
    const number = fc.float({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(number, number, (x, y) => {
        const length = Math.hypot(x, y);
        fc.pre(length > 1e-3);
        const [right = 0, up = 0, left = 0] = vectors.similarities(Float32Array.of(x, y));
        assert.ok(Math.abs(right - x / length) < 1e-5 && Math.abs(up - y / length) < 1e-5);
        assert.ok(Math.abs(left + right) < 1e-5);
      }),
    );
  });

  it("find an example that shares no word with the utterance, beside those that do", async () => {
    const memory = new ExamplesMemory(
      [example("remove a directory", "rm -r x"), example("count lines", "wc -l"), example("show the time", "date")],
      ExampleVectors.read(PLANE),
    );
    const nearest = async (utterance: string, state?: Float32Array) =>
      (await memory.recall(utterance, [], "bash", 1, { ...(state && { state }) }))[0]?.example.slotted;
    assert.equal(await nearest("get rid of folders"), undefined);
    assert.equal(await nearest("get rid of folders", Float32Array.of(1, 0)), "rm -r x");
    assert.equal(await nearest("count lines", Float32Array.of(0.1, 1)), "wc -l");
  });

  it("are refused where they are cut short, or belong to another memory", () => {
    assert.throws(() => ExampleVectors.read(PLANE.subarray(0, PLANE.length - 1)), RangeError);
    assert.throws(() => ExampleVectors.read(Buffer.alloc(20)), RangeError);
    assert.throws(() => new ExamplesMemory([example("a", "b")], ExampleVectors.read(PLANE)), RangeError);
    assert.throws(() => ExampleVectors.read(PLANE).similarities(Float32Array.of(1)), RangeError);
  });

  it("come with the released model, whose E finds every utterance near itself, and other words for it", async () => {
    const model = openModel(findModelFolder(join(__dirname, "../../../models")));
    const { manifest, graphs, code, utterances } = model;
    const memory = memoryOf(model);
    const backend = createBackend({ model: { ...manifest, files: graphs }, provider: "cpu" });
    const recalled = async (utterance: string) => {
      const slots = findSlots(utterance, "bash");
      const words = utterances.encode(utterance, slots, "bash", [], manifest.maxUtteranceTokens);
      const { hidden } = await backend.encode({ ...words, memory: encodeMemory([], code) });
      const state = meanState(hidden, words.inputIds.length, manifest.hiddenDim);
      return memory.recall(utterance, slots, "bash", 3, { state });
    };
    try {
      const known = memory.examples.filter(({ language }) => language === "bash");
      for (let at = 0; at < known.length; at += 6000) {
        const utterance = known[at]?.utterance ?? "";
        const [self] = await recalled(utterance);
        assert.ok((self?.similarity ?? 0) > 0.85, `${utterance}: ${self?.similarity}`);
      }
      const near = await recalled("how much room is left on my drives");
      assert.ok(near.some(({ example: { slotted } }) => /^df\b/.test(slotted)));
    } finally {
      await backend.dispose();
    }
  });
});

describe("the mean state", () => {
  it("is that of the text alone: not of the language, not of remembered examples", () => {
    const hidden = Float32Array.from([9, 9, 1, 2, 3, 4, 7, 7]);
    assert.deepEqual([...meanState(hidden, 3, 2)], [2, 3]);
  });
});
