import assert from "node:assert/strict";
import fc from "fast-check";
import { areaPath, type Box, frameAt, labelledMarks, linePath, scalesOf } from "../../../webview/model";

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const box: fc.Arbitrary<Box> = fc.record({
  width: fc.integer({ min: 200, max: 2000 }),
  height: fc.integer({ min: 40, max: 400 }),
  inset: fc.integer({ min: 0, max: 20 }),
  top: fc.integer({ min: 0, max: 10 }),
  bottom: fc.integer({ min: 0, max: 10 }),
});

describe("the curve", () => {
  const values = fc.array(unit, { minLength: 1, maxLength: 65 });

  it("stays in its box, goes from left to right, and is higher where the value is", () => {
    fc.assert(
      fc.property(values, box, (all, size) => {
        const { x, y } = scalesOf(all.length, size);
        for (const [index, value] of all.entries()) {
          assert.ok(x(index) >= size.inset && x(index) <= size.width - size.inset + 1e-9);
          assert.ok(y(value) >= size.top - 1e-9 && y(value) <= size.height - size.bottom + 1e-9);
          if (index + 1 < all.length) assert.ok(x(index + 1) > x(index));
          for (const other of all) if (other > value) assert.ok(y(other) <= y(value));
        }
      }),
    );
  });

  it("finds each point's frame again, and the nearest one in between", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65 }), box, fc.integer({ min: -50, max: 2100 }), (count, size, x) => {
        for (let index = 0; index < count; index += 1) {
          assert.equal(frameAt(scalesOf(count, size).x(index), count, size), index);
        }
        const found = frameAt(x, count, size);
        const away = (index: number) => Math.abs(scalesOf(count, size).x(index) - x);
        assert.ok(found >= 0 && found < count);
        for (let index = 0; index < count; index += 1) assert.ok(away(found) <= away(index) + 1e-9);
      }),
    );
  });

  it("is drawn through its values, filled down to 0, and left open where there is none", () => {
    const scales = scalesOf(4, { width: 30, height: 10, inset: 0, top: 0, bottom: 0 });
    assert.equal(linePath([1, 0.5, undefined, 0], scales), "M0,0L10,5M30,10Z");
    assert.equal(areaPath([1, 0.5], scales), "M0,0L10,5L10,10L0,10Z");
    assert.equal(linePath([], scales), "");
  });

  it("labels first and last, in order and no more than fit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 40 }), (count, fit) => {
        const marks = labelledMarks(count, fit);
        assert.equal(marks[0], 0);
        assert.equal(marks.at(-1), count - 1);
        assert.ok(marks.length <= Math.max(2, fit));
        assert.deepEqual(
          [...new Set(marks)].sort((a, b) => a - b),
          marks,
        );
      }),
    );
    assert.deepEqual(labelledMarks(0, 5), []);
  });
});
