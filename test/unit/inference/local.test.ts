import assert from "node:assert/strict";
import { deriveSeed, gaussianNoise, guide, shiftedCosine, times } from "../../../extension/diffusion";
import { type DenoiseInput, LocalBackend, type StepReadout } from "../../../extension/inference";
import { decodeByHand, encodeByHand, matrix, predictByHand, TINY, VOCABULARY } from "./tiny-model";

const INPUT_IDS = [1, 4, 9, 16, 2];
const SLOT_IDS = [0, 0, 1, 1, 0];
const NO_MEMORY = new Int32Array(3);
const S = INPUT_IDS.length;
const N = 4;
const ROW = N * TINY.latentDim;
const seeds = [3, 14, 15];
const noise = (rows: readonly number[]) => Float32Array.from(rows.flatMap((seed) => [...gaussianNoise(seed, ROW)]));

function near(actual: ArrayLike<number>, expected: ArrayLike<number>, within: number): void {
  assert.equal(actual.length, expected.length);
  for (const [index, value] of Array.from(actual).entries())
    assert.ok(Math.abs(value - (expected[index] ?? Number.NaN)) <= within, `${index}: ${value} and ${expected[index]}`);
}

describe("local backend", function () {
  this.timeout(60_000);
  const backend = new LocalBackend({ model: TINY, provider: "cpu" });
  const hiddenByHand = encodeByHand(INPUT_IDS, SLOT_IDS).hidden;
  const hidden = Float32Array.from(hiddenByHand.flat());
  const base = { hidden, s: S, n: N, steps: 6, guidance: 1, temperature: 0.8 };
  const request = (rows: readonly number[], changes: Partial<DenoiseInput> = {}): DenoiseInput => ({
    ...base,
    noise: noise(rows),
    ...changes,
  });

  after(() => backend.dispose());

  /** The whole loop on one row, in plain arithmetic. */
  function denoiseByHand(seed: number, steps: number, guidance: number): number[][] {
    const schedule = shiftedCosine(TINY.schedule);
    let latent = Array.from(gaussianNoise(seed, ROW));
    let previous = new Array<number>(ROW).fill(0);
    return times(steps).map((t, index, visited) => {
      const predict = (visible: readonly (readonly number[])[]) =>
        predictByHand(
          matrix(latent, TINY.latentDim),
          t,
          matrix(previous, TINY.latentDim),
          visible,
          base.temperature,
        ).flat();
      const yes = predict(hiddenByHand);
      const no = predict(hiddenByHand.slice(0, 1));
      const x0 = Array.from(guide(Float32Array.from(yes), Float32Array.from(no), guidance));
      const next = visited[index + 1] ?? 0;
      const [from, to] = [schedule.level(t), schedule.level(next)];
      const eps = latent.map((x, at) => (x - from.alpha * (x0[at] ?? 0)) / from.sigma);
      latent = x0.map((x, at) => to.alpha * x + to.sigma * (eps[at] ?? 0));
      previous = x0;
      return x0;
    });
  }

  it("encodes as the graph says", async () => {
    const expected = encodeByHand(INPUT_IDS, SLOT_IDS);
    const encoded = await backend.encode({
      inputIds: Int32Array.from(INPUT_IDS),
      slotIds: Int32Array.from(SLOT_IDS),
      memory: NO_MEMORY,
    });
    near(encoded.hidden, expected.hidden.flat(), 1e-5);
    near(encoded.bucketLogits, expected.logits, 1e-5);
    assert.equal(backend.provider, "cpu");
    assert.equal(backend.state, "ready");
  });

  for (const guidance of [1, 2.5]) {
    it(`denoises as the loop says at guidance ${guidance}`, async () => {
      const { x0s } = await backend.denoise(request(seeds, { guidance }));
      assert.equal(x0s.length, base.steps * seeds.length * ROW);
      for (const [row, seed] of seeds.entries())
        for (const [step, expected] of denoiseByHand(seed, base.steps, guidance).entries()) {
          const at = (step * seeds.length + row) * ROW;
          near(x0s.slice(at, at + ROW), expected, 2e-3);
        }
    });
  }

  it("decodes as the graph says", async () => {
    const latents = noise(seeds);
    const decoded = await backend.decode({ hidden, s: S, n: N, latents });
    const rows = matrix(latents, ROW).map((row) => decodeByHand(matrix(row, TINY.latentDim), hiddenByHand));
    assert.deepEqual(
      Array.from(decoded.ids),
      rows.flatMap(({ ids }) => ids),
    );
    near(
      decoded.logProbs,
      rows.flatMap(({ logProbs }) => logProbs),
      1e-4,
    );
  });

  it("gives the same numbers for the same noise, and others for other noise", async () => {
    const first = await backend.denoise(request([7]));
    const second = await backend.denoise(request([7]));
    const other = await backend.denoise(request([8]));
    assert.deepEqual(first.x0s, second.x0s);
    assert.notDeepEqual(first.x0s, other.x0s);
  });

  for (const [name, changes] of [
    ["plain", () => ({})],
    ["guided", () => ({ guidance: 2 })],
    ["ancestral", (rowSeeds: readonly number[]) => ({ sampler: { id: "ddpm", rowSeeds } as const })],
  ] as const) {
    it(`computes every row of a ${name} batch as if it were alone`, async () => {
      const steps = base.steps;
      const together = await backend.denoise(request(seeds, changes(seeds)));
      for (const [row, seed] of seeds.entries()) {
        const alone = await backend.denoise(request([seed], changes([seed])));
        for (let step = 0; step < steps; step++) {
          const at = (step * seeds.length + row) * ROW;
          near(together.x0s.slice(at, at + ROW), alone.x0s.slice(step * ROW, (step + 1) * ROW), 1e-4);
        }
      }
    });
  }

  it("makes an ancestral sample depend on its seed alone", async () => {
    const run = (seed: number) =>
      backend.denoise(request([3], { sampler: { id: "ddpm", rowSeeds: [deriveSeed(9, seed)] } }));
    assert.deepEqual((await run(1)).x0s, (await run(1)).x0s);
    assert.notDeepEqual((await run(1)).x0s, (await run(2)).x0s);
  });

  for (const guidance of [1, 3]) {
    it(`reports every step from T down to 1 at guidance ${guidance}`, async () => {
      const readouts: StepReadout[] = [];
      await backend.denoise(request(seeds, { guidance }), { onStep: (readout) => readouts.push(readout) });
      assert.deepEqual(
        readouts.map(({ step }) => step),
        [6, 5, 4, 3, 2, 1],
      );
      for (const { ids, confidence } of readouts) {
        assert.equal(ids.length, seeds.length * N);
        assert.equal(confidence.length, seeds.length * N);
        assert.ok(ids.every((id) => id >= 0 && id < VOCABULARY));
        assert.ok(confidence.every((probability) => probability > 1 / VOCABULARY - 1e-6 && probability <= 1));
      }
    });
  }

  it("puts calls that overlap in order", async () => {
    const finished: string[] = [];
    const inputIds = Int32Array.from(INPUT_IDS);
    const slotIds = Int32Array.from(SLOT_IDS);
    const note = (name: string) => () => void finished.push(name);
    await Promise.all([
      backend.denoise(request(seeds, { steps: 50 })).then(note("denoise")),
      backend.encode({ inputIds, slotIds, memory: NO_MEMORY }).then(note("encode")),
      backend.decode({ hidden, s: S, n: N, latents: noise([1]) }).then(note("decode")),
    ]);
    assert.deepEqual(finished, ["denoise", "encode", "decode"]);
  });

  for (const [name, call] of [
    ["hidden", () => backend.denoise(request([1], { s: S + 1 }))],
    ["noise", () => backend.denoise(request([1], { noise: new Float32Array(5) }))],
    ["seeds", () => backend.denoise(request([1, 2], { sampler: { id: "ddpm", rowSeeds: [1] } }))],
    ["tokens", () => backend.encode({ inputIds: new Int32Array(2), slotIds: new Int32Array(3), memory: NO_MEMORY })],
    ["latents", () => backend.decode({ hidden, s: S, n: N, latents: new Float32Array(0) })],
  ] as const) {
    it(`refuses ${name} of a wrong shape and goes on`, async () => {
      const { pid } = backend;
      await assert.rejects(call(), { name: "CodeFusionError", code: "internal" });
      await backend.decode({ hidden, s: S, n: N, latents: noise([1]) });
      assert.equal(backend.pid, pid);
    });
  }
});
