import assert from "node:assert/strict";
import { Embeddings } from "../../../extension/model";

describe("the embedding table", () => {
  it("reads half floats of every kind", () => {
    const bits = [0x3c00, 0xc000, 0x0000, 0x0001, 0x7bff, 0x3555];
    const bytes = new Uint8Array(Uint16Array.from(bits).buffer);
    const table = Embeddings.read(bytes, 3);
    assert.equal(table.vocabulary, 2);
    assert.deepEqual([...table.latents([1])], [Math.fround(2 ** -24), 65504, Math.fround(0.333251953125)]);
    assert.deepEqual([...table.latents([0, 0])], [1, -2, 0, 1, -2, 0]);
  });

  it("refuses half a row", () => {
    assert.throws(() => Embeddings.read(new Uint8Array(8), 3), RangeError);
  });
});
