import assert from "node:assert/strict";
import fc from "fast-check";
import { type Batch, headFirst } from "../../../extension/pipeline/plan";

/** Which canvas each sample of some batches starts from, in the order of the samples; undefined where it is noise. */
const startsOf = (batches: readonly Batch[]) =>
  batches.flatMap(({ samples, start, n, steps }) =>
    Array.from({ length: samples }, (_, row) => [n, steps, start?.canvases[row % start.canvases.length]?.ids[0]]),
  );

const batch = fc
  .record({ samples: fc.integer({ min: 1, max: 30 }), canvases: fc.integer({ min: 0, max: 12 }), n: fc.integer() })
  .map(({ samples, canvases, n }): Batch => {
    const all = Array.from({ length: canvases }, (_, at) => ({ ids: Int32Array.of(at) }));
    return { n, samples, steps: 8, ...(canvases > 0 && { start: { canvases: all, from: 4 } }) };
  });

describe("the head of a plan", () => {
  it("draws the very same samples in the same order, whatever the plan", () => {
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 4 }), (plan) =>
        assert.deepEqual(startsOf(headFirst(plan)), startsOf(plan)),
      ),
    );
  });

  it("is a fraction of a large first batch, and no batch is added to a small one", () => {
    fc.assert(
      fc.property(fc.array(batch, { minLength: 1, maxLength: 4 }), (plan) => {
        const [head] = headFirst(plan);
        const many = plan[0]?.samples ?? 0;
        assert.ok(many < 5 ? head?.samples === many : (head?.samples ?? many) < many / 2);
      }),
    );
  });
});
