import assert from "node:assert/strict";
import fc from "fast-check";
import { conditioningOf, withHiddenWords } from "../../../extension/pipeline/conditioning";

/** Two numbers a position, that tell which one it was. */
const WIDTH = 2;
const slots = fc.array(fc.constantFrom(0, 0, 1, 12), { minLength: 1, maxLength: 12 });
const seed = fc.nat(2 ** 32 - 1);

function conditioned(slotIds: readonly number[], examples: number) {
  const length = WIDTH * (slotIds.length + examples);
  const hidden = Float32Array.from({ length }, (_, at) => Math.floor(at / WIDTH));
  return conditioningOf(hidden, { inputIds: new Int32Array(slotIds.length), slotIds: Int32Array.from(slotIds) }, WIDTH);
}

const positionsOf = (hidden: Float32Array) => [...hidden].filter((_, at) => at % WIDTH === 0);

describe("what N looks at", () => {
  it("is everything where nothing is hidden", () => {
    const whole = conditioned([21, 0, 1], 2);
    assert.equal(withHiddenWords(whole, 0, 1), whole);
    assert.deepEqual([whole.s, whole.partial], [5, false]);
  });

  it("is the language, literals and columns alone where every word is hidden, and the examples with them", () => {
    fc.assert(
      fc.property(slots, fc.nat(3), seed, (rest, examples, chance) => {
        const slotIds = [21, ...rest];
        const { hidden, s, partial } = withHiddenWords(conditioned(slotIds, examples), 1, chance);
        const named = slotIds.flatMap((id, at) => (id > 0 ? [at] : []));
        assert.deepEqual(positionsOf(hidden), named);
        assert.deepEqual([s, partial], [named.length, true]);
      }),
    );
  });

  it("keeps those in any case, and the order; one seed hides the same words again", () => {
    fc.assert(
      fc.property(slots, fc.double({ min: 0.01, max: 1, noNaN: true }), seed, (rest, share, chance) => {
        const slotIds = [21, ...rest];
        const heard = () => positionsOf(withHiddenWords(conditioned(slotIds, 0), share, chance).hidden);
        const kept = heard();
        assert.deepEqual(heard(), kept);
        assert.deepEqual(
          kept,
          [...kept].sort((a, b) => a - b),
        );
        assert.ok(slotIds.every((id, at) => id === 0 || kept.includes(at)));
      }),
    );
  });
});
