import assert from "node:assert/strict";
import { benchReportSchema } from "../../../models/lab/bench/schema";
import { ensureBuilt, lab } from "../cli/process";

describe("bench", function () {
  this.timeout(600_000);
  before(ensureBuilt);

  it("prints one JSON object of its schema, measured on what it names", async () => {
    const { code, stdout, stderr } = await lab(["bench", "--quick", "--json"]);
    assert.equal(code, 0, stderr);
    const { pipeline, roofline, cost, differing, machine } = benchReportSchema.parse(JSON.parse(stdout));
    assert.deepEqual(
      pipeline.filter(({ provider }) => provider === "cpu").map(({ state }) => state),
      ["cold", "warm"],
    );
    for (const { firstRow, allRows, total, phases } of pipeline) {
      assert.ok(firstRow.median > 0 && firstRow.median <= allRows.median && allRows.median <= total.median);
      assert.ok(phases.N > 0);
    }
    assert.ok(roofline.every(({ share }) => share.median > 0));
    assert.ok(cost.fit.points > 0 && machine.cores > 0);
    assert.deepEqual(differing, []);
  });

  it("refuses to measure where the figures would go nowhere", async () => {
    const { code, stderr } = await lab(["bench", "--quick"]);
    assert.equal(code, 2);
    assert.match(stderr, /--json/);
  });
});
