import assert from "node:assert/strict";
import fc from "fast-check";
import { areaPath, type Box, curvePoints, frameAt, frameX, labelledMarks, linePath } from "../../../webview/model";

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
        const points = curvePoints(all, size);
        assert.equal(points.length, all.length);
        for (const [index, { x, y }] of points.entries()) {
          assert.ok(x >= size.inset && x <= size.width - size.inset + 1e-9);
          assert.ok(y >= size.top && y <= size.height - size.bottom + 1e-9);
          const next = points[index + 1];
          if (next) assert.ok(next.x > x);
          for (const [other, value] of all.entries()) {
            if (value > (all[index] ?? 0)) assert.ok((points[other]?.y ?? 0) <= y);
          }
        }
      }),
    );
  });

  it("finds each point's frame again, and the nearest one in between", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65 }), box, fc.integer({ min: -50, max: 2100 }), (count, size, x) => {
        for (let index = 0; index < count; index += 1) {
          assert.equal(frameAt(frameX(index, count, size), count, size), index);
        }
        const found = frameAt(x, count, size);
        const away = (index: number) => Math.abs(frameX(index, count, size) - x);
        assert.ok(found >= 0 && found < count);
        for (let index = 0; index < count; index += 1) assert.ok(away(found) <= away(index) + 1e-9);
      }),
    );
  });

  it("is drawn through its points and filled down to the baseline", () => {
    const points = [
      { x: 0, y: 1 },
      { x: 10, y: 2.5 },
    ];
    assert.equal(linePath(points), "M0.00 1.00L10.00 2.50");
    assert.equal(areaPath(points, 9), "M0.00 1.00L10.00 2.50L10.00 9.00L0.00 9.00Z");
    assert.equal(areaPath([], 9), "");
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
