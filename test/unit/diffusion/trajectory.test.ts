import assert from "node:assert/strict";
import {
  type DenoiserPrediction,
  ddim,
  ddpm,
  denoise,
  gaussianNoise,
  type Predict,
  shiftedCosine,
} from "../../../extension/diffusion";

const schedule = shiftedCosine({ kind: "shifted-cosine", noiseFactor: 3, maxLogSnr: 10 });
const nothing = { ids: new Int32Array(1), confidence: new Float32Array(1) };

/** A denoiser that predicts half of what it sees, and notes what it is asked. */
function halving(asked: { latent: Float32Array; t: number; previousX0: Float32Array }[] = []): Predict {
  return async (latent, t, previousX0) => {
    asked.push({ latent, t, previousX0 });
    return { ...nothing, x0: latent.map((value) => value / 2) };
  };
}

describe("denoising loop", () => {
  it("visits the times from 1, starts from the noise, and feeds each prediction to the next step", async () => {
    const asked: { latent: Float32Array; t: number; previousX0: Float32Array }[] = [];
    const noise = gaussianNoise(1, 6);
    const x0s = await denoise(noise, halving(asked), { schedule, sampler: ddim, steps: 4 });
    assert.deepEqual(
      asked.map(({ t }) => t),
      [1, 0.75, 0.5, 0.25],
    );
    assert.deepEqual(asked[0]?.latent, noise);
    assert.deepEqual(asked[0]?.previousX0, new Float32Array(6));
    assert.deepEqual(asked[3]?.previousX0, x0s.slice(2 * 6, 3 * 6));
    assert.equal(x0s.length, 4 * 6);
  });

  it("keeps every step's prediction, the sample last", async () => {
    let next = 0;
    const counting: Predict = async (latent) => ({ ...nothing, x0: new Float32Array(latent.length).fill(++next) });
    const x0s = await denoise(gaussianNoise(1, 2), counting, { schedule, sampler: ddim, steps: 3 });
    assert.deepEqual(x0s, Float32Array.of(1, 1, 2, 2, 3, 3));
  });

  it("walks from noise to a known answer: the latent seen at t is that answer at t's noise", async () => {
    const answer = gaussianNoise(5, 8);
    const noise = gaussianNoise(6, 8);
    const oracle: Predict = async (latent, t) => {
      const { alpha, sigma } = schedule.level(t);
      if (t < 1)
        for (const [index, value] of latent.entries()) {
          const start = schedule.level(1);
          const eps = ((noise[index] ?? 0) - start.alpha * (answer[index] ?? 0)) / start.sigma;
          assert.ok(Math.abs(value - (alpha * (answer[index] ?? 0) + sigma * eps)) < 1e-4);
        }
      return { ...nothing, x0: answer };
    };
    const x0s = await denoise(noise, oracle, { schedule, sampler: ddim, steps: 10 });
    assert.deepEqual(x0s.slice(-8), answer);
  });

  it("reports the steps from T down to 1 with what was predicted", async () => {
    const reported: [number, DenoiserPrediction][] = [];
    const x0s = await denoise(gaussianNoise(1, 2), halving(), {
      schedule,
      sampler: ddim,
      steps: 3,
      onStep: (step, prediction) => reported.push([step, prediction]),
    });
    assert.deepEqual(
      reported.map(([step]) => step),
      [3, 2, 1],
    );
    assert.deepEqual(reported[2]?.[1].x0, x0s.slice(-2));
  });

  it("gives a row the same ancestral noise in every batch, and other noise for another seed", async () => {
    const run = (rows: readonly number[]) =>
      denoise(Float32Array.from(rows.flatMap((seed) => [...gaussianNoise(seed, 4)])), halving(), {
        schedule,
        sampler: ddpm,
        steps: 5,
        rowSeeds: rows,
      });
    const together = await run([11, 12]);
    const alone = await run([12]);
    assert.deepEqual(together.slice(-4), alone.slice(-4));
    assert.notDeepEqual(together.slice(-8, -4), alone.slice(-4));
  });

  it("refuses an ancestral run without seeds", async () => {
    await assert.rejects(denoise(gaussianNoise(1, 4), halving(), { schedule, sampler: ddpm, steps: 2 }), RangeError);
  });

  it("passes on what the denoiser throws", async () => {
    const failing: Predict = () => Promise.reject(new Error("lost"));
    await assert.rejects(denoise(gaussianNoise(1, 4), failing, { schedule, sampler: ddim, steps: 2 }), /lost/);
  });
});
