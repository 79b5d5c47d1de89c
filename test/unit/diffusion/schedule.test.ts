import assert from "node:assert/strict";
import fc from "fast-check";
import { logSnr, shiftedCosine, times } from "../../../extension/diffusion";

const CONSTANTS = { kind: "shifted-cosine", noiseFactor: 4, maxLogSnr: 12 } as const;
const time = fc.double({ min: 1e-6, max: 1, noNaN: true });

describe("schedule", () => {
  it("is the cosine schedule, alpha = cos(pi t / 2), where it is not shifted", () => {
    const plain = shiftedCosine({ ...CONSTANTS, noiseFactor: 1 });
    for (const t of [0.1, 0.25, 0.5, 0.75, 0.9]) {
      const { alpha, sigma } = plain.level(t);
      assert.ok(Math.abs(alpha - Math.cos((Math.PI * t) / 2)) < 1e-6);
      assert.ok(Math.abs(sigma - Math.sin((Math.PI * t) / 2)) < 1e-6);
    }
  });

  it("divides the signal-to-noise ratio by the square of the noise factor", () => {
    const at = (t: number, noiseFactor: number) => Math.exp(logSnr(t, { ...CONSTANTS, noiseFactor }));
    for (const t of [0.2, 0.5, 0.8]) assert.ok(Math.abs(at(t, 3) / at(t, 1) - 1 / 9) < 1e-9);
  });

  it("is clamped at both ends", () => {
    assert.equal(logSnr(1, CONSTANTS), -12);
    assert.equal(logSnr(1e-9, CONSTANTS), 12);
    const { alpha, sigma } = shiftedCosine(CONSTANTS).level(1);
    assert.ok(Math.abs(alpha - Math.sqrt(1 / (1 + Math.exp(12)))) < 1e-9);
    assert.ok(sigma < 1 && sigma > 0.99999);
  });

  it("keeps the variance", () => {
    const schedule = shiftedCosine(CONSTANTS);
    fc.assert(
      fc.property(time, (t) => {
        const { alpha, sigma } = schedule.level(t);
        assert.ok(Math.abs(alpha ** 2 + sigma ** 2 - 1) < 1e-6);
        assert.ok(sigma > 0 && alpha > 0);
      }),
    );
  });

  it("has ever more noise as t grows", () => {
    const schedule = shiftedCosine(CONSTANTS);
    fc.assert(
      fc.property(time, time, (a, b) => {
        const [early, late] = a < b ? [a, b] : [b, a];
        assert.ok(schedule.level(early).sigma <= schedule.level(late).sigma);
      }),
    );
  });

  it("has no noise at all at 0", () => {
    assert.deepEqual(shiftedCosine(CONSTANTS).level(0), { t: 0, alpha: 1, sigma: 0 });
  });

  it("visits T times from 1 down to 1/T", () => {
    assert.deepEqual(times(1), [1]);
    assert.deepEqual(times(4), [1, 0.75, 0.5, 0.25]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1200 }), (steps) => {
        const visited = times(steps);
        assert.equal(visited.length, steps);
        assert.equal(visited[0], 1);
        assert.equal(visited.at(-1), 1 / steps);
        assert.ok(visited.every((t, index) => index === 0 || t < (visited[index - 1] ?? 0)));
      }),
    );
  });
});
