import assert from "node:assert/strict";
import { Random } from "../../../extension/diffusion";
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

  it("finds the token of a noised latent: surely where there is little noise, by chance where there is nothing else", () => {
    const random = new Random(5);
    const tokens = 64;
    const dim = 16;
    // Half floats of ±1: the lowest bit of a random word decides.
    const bits = Uint16Array.from({ length: tokens * dim }, () => (random.uniform() < 0.5 ? 0x3c00 : 0xbc00));
    const table = Embeddings.read(new Uint8Array(bits.buffer), dim);
    const ids = [...Array(tokens).keys()];
    const noised = (alpha: number, sigma: number) =>
      table.latents(ids).map((value) => alpha * value + sigma * random.gaussian());
    const clear = table.nearest(noised(0.99, 0.14), { alpha: 0.99, sigma: 0.14 });
    assert.deepEqual([...clear.ids], ids);
    assert.ok(clear.probabilities.every((probability) => probability > 0.99));
    const noise = table.nearest(noised(0, 1), { alpha: 0, sigma: 1 });
    for (const probability of noise.probabilities) assert.ok(Math.abs(probability - 1 / tokens) < 1e-6);
    // What it says of its own certainty is right on average.
    const half = { alpha: 0.45, sigma: Math.sqrt(1 - 0.45 ** 2) };
    const read = Array.from({ length: 20 }, () => table.nearest(noised(half.alpha, half.sigma), half));
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const right = mean(read.flatMap((each) => [...each.ids].map((id, at) => Number(id === at))));
    const said = mean(read.flatMap((each) => [...each.probabilities]));
    assert.ok(Math.abs(right - said) < 0.05, `${right} of them are right, ${said} said`);
  });

  it("refuses half a row", () => {
    assert.throws(() => Embeddings.read(new Uint8Array(8), 3), RangeError);
  });
});
