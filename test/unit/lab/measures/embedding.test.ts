import assert from "node:assert/strict";
import fc from "fast-check";
import { pairwiseSimilarity } from "../../../../models/lab/measures";

const value = fc.integer({ min: -50, max: 50 });
const vector = fc.array(value, { minLength: 3, maxLength: 3 }).map((values) => Float32Array.from(values));
const vectors = fc.array(vector, { minLength: 2, maxLength: 6 });

describe("the similarity of embeddings", () => {
  it("is a mean of cosines: in [-1, 1], the same in any order and at any length", () => {
    fc.assert(
      fc.property(vectors, fc.integer({ min: 1, max: 9 }), (own, factor) => {
        const similarity = pairwiseSimilarity(own);
        assert.ok(similarity >= -1 && similarity <= 1);
        const changed = [...own].reverse().map((each) => each.map((entry) => entry * factor));
        assert.ok(Math.abs(pairwiseSimilarity(changed) - similarity) < 1e-9);
      }),
    );
  });

  it("is 1 of equal vectors, -1 of opposite ones, 0 of orthogonal ones", () => {
    const of = (...own: number[][]) => pairwiseSimilarity(own.map((each) => Float32Array.from(each)));
    assert.equal(of([3, 4], [3, 4], [6, 8]), 1);
    assert.equal(of([3, 4], [-3, -4]), -1);
    assert.equal(of([1, 0], [0, 2]), 0);
  });
});
