import assert from "node:assert/strict";
import fc from "fast-check";
import { ddim, ddpm, gaussianNoise, guide, SAMPLERS, shiftedCosine } from "../../../extension/diffusion";

const schedule = shiftedCosine({ kind: "shifted-cosine", noiseFactor: 3, maxLogSnr: 10 });
const SIZE = 16;
const noiseOf = (seed: number) => gaussianNoise(seed, SIZE);
const seeds = fc.tuple(fc.nat(), fc.nat());
const pair = fc.tuple(fc.double({ min: 0.02, max: 1, noNaN: true }), fc.double({ min: 0.01, max: 0.98, noNaN: true }));

/** x0 noised with `noise` to time t, in double precision. */
function noised(x0: Float32Array, noise: Float32Array, t: number): Float32Array {
  const { alpha, sigma } = schedule.level(t);
  return x0.map((value, index) => alpha * value + sigma * (noise[index] ?? 0));
}

function near(actual: Float32Array, expected: Float32Array, within: number): void {
  for (const [index, value] of actual.entries())
    assert.ok(Math.abs(value - (expected[index] ?? Number.NaN)) <= within, `${index}: ${value} and ${expected[index]}`);
}

describe("samplers", () => {
  for (const [name, sampler] of Object.entries(SAMPLERS)) {
    it(`${name} ends in a copy of the predicted x0`, () => {
      const x0 = noiseOf(1);
      const end = sampler.next(noiseOf(2), x0, schedule.level(0.1), schedule.level(0), noiseOf(3));
      assert.deepEqual(end, x0);
      assert.notEqual(end, x0);
    });

    it(`${name} does not touch its inputs`, () => {
      const [latent, x0, noise] = [noiseOf(1), noiseOf(2), noiseOf(3)];
      sampler.next(latent, x0, schedule.level(0.8), schedule.level(0.4), noise);
      assert.deepEqual([latent, x0, noise], [noiseOf(1), noiseOf(2), noiseOf(3)]);
    });
  }

  it("ddim with the true x0 stays on the line from that x0 to that noise", () => {
    fc.assert(
      fc.property(seeds, pair, ([a, b], [from, to]) => {
        fc.pre(to < from);
        const [x0, noise] = [noiseOf(a), noiseOf(b)];
        const next = ddim.next(noised(x0, noise, from), x0, schedule.level(from), schedule.level(to));
        near(next, noised(x0, noise, to), 1e-3);
      }),
    );
  });

  it("ddim goes the same way in one step and in two where x0 does not change", () => {
    const [x0, noise] = [noiseOf(4), noiseOf(5)];
    const [high, middle, low] = [schedule.level(0.9), schedule.level(0.5), schedule.level(0.2)];
    const start = noised(x0, noise, 0.9);
    const stepwise = ddim.next(ddim.next(start, x0, high, middle), x0, middle, low);
    near(stepwise, ddim.next(start, x0, high, low), 1e-5);
  });

  it("ddpm draws from the posterior of x_s given x_t and x0", () => {
    const [from, to] = [schedule.level(0.6), schedule.level(0.4)];
    const [x0, xt, draws] = [0.7, -0.3, 100_000];
    const latent = new Float32Array(draws).fill(xt);
    const next = ddpm.next(latent, new Float32Array(draws).fill(x0), from, to, gaussianNoise(9, draws));
    // Equations 6 and 7 of Ho et al., written with alphaBar.
    const [barT, barS] = [from.alpha ** 2, to.alpha ** 2];
    const alphaT = barT / barS;
    const expectedMean = (Math.sqrt(barS) * (1 - alphaT) * x0 + Math.sqrt(alphaT) * (1 - barS) * xt) / (1 - barT);
    const expectedVariance = ((1 - barS) / (1 - barT)) * (1 - alphaT);
    const mean = next.reduce((sum, value) => sum + value, 0) / draws;
    const variance = next.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws;
    assert.ok(Math.abs(mean - expectedMean) < 0.01, `${mean} and ${expectedMean}`);
    assert.ok(Math.abs(variance / expectedVariance - 1) < 0.02, `${variance} and ${expectedVariance}`);
  });

  it("ddpm refuses to work without noise of the right shape", () => {
    const [latent, level] = [noiseOf(1), schedule.level(0.5)];
    assert.throws(() => ddpm.next(latent, latent, schedule.level(1), level), RangeError);
    assert.throws(() => ddpm.next(latent, latent, schedule.level(1), level, new Float32Array(1)), RangeError);
  });
});

describe("guidance", () => {
  it("is the conditional prediction at scale 1 and the unconditional one at 0", () => {
    const [yes, no] = [noiseOf(1), noiseOf(2)];
    near(guide(yes, no, 1), yes, 1e-6);
    near(guide(yes, no, 0), no, 0);
  });

  it("goes twice the way at scale 2", () => {
    assert.deepEqual(guide(Float32Array.of(1, 2, -3), Float32Array.of(0, 4, 1), 2), Float32Array.of(2, 0, -7));
  });

  it("refuses latents of two shapes", () => {
    assert.throws(() => guide(new Float32Array(2), new Float32Array(3), 2), RangeError);
  });
});
