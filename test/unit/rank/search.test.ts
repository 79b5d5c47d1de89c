import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { findModelFolder, openModel } from "../../../extension/model";
import { advance, BALANCED, balancedReadings, isClosed } from "../../../extension/rank/search";

const { code } = openModel(findModelFolder(join(__dirname, "../../../models")));

/** A lattice of two alternatives a position out of single-token texts. */
function lattice(columns: readonly (readonly [string, string])[], better: number) {
  const ids = columns.flatMap((pair) =>
    pair.map((text) => (text === "" ? code.pad : (code.encode(text)[0] ?? code.pad))),
  );
  const logProbs = columns.flatMap(() => [Math.log(better), Math.log(1 - better)]);
  return { ids: Int32Array.from(ids), logProbs: Float32Array.from(logProbs), n: columns.length, m: 2 };
}

describe("other readings of a canvas", () => {
  it("close what was opened with the likeliest alternatives", () => {
    const readings = balancedReadings(
      lattice(
        [
          ["len", "sum"],
          ["(", "["],
          ["x", "y"],
          ["(", ")"],
          ["", "x"],
        ],
        0.7,
      ),
      code,
    );
    assert.equal(readings[0]?.slotted, "len(x)");
    assert.ok(!readings.some(({ slotted }) => slotted.includes("((")));
  });

  it("are balanced, not empty and in order, for any lattice", () => {
    const text = fc.constantFrom("(", ")", "[", "]", '"', "'", "x", " -", "=", "");
    const columns = fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(columns, (pairs) => {
        const readings = balancedReadings(lattice(pairs, 0.6), code);
        for (const { slotted, probability } of readings) {
          const balance = advance(BALANCED, slotted);
          assert.ok(balance && isClosed(balance) && slotted !== "", slotted);
          assert.ok(probability > 0 && probability <= 1);
        }
        const probabilities = readings.map(({ probability }) => probability);
        assert.deepEqual(
          probabilities,
          [...probabilities].sort((a, b) => b - a),
        );
      }),
    );
  });
});
