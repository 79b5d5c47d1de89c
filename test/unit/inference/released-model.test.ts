import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gaussianNoise } from "../../../extension/diffusion";
import { LocalBackend } from "../../../extension/inference";
import { manifestSchema } from "../../../extension/schema";

const MODELS = join(__dirname, "../../../models");
const folders = readdirSync(MODELS)
  .map((name) => join(MODELS, name))
  .filter((folder) => existsSync(join(folder, "manifest.json")));

describe("released models", function () {
  this.timeout(60_000);

  it("are there", () => assert.notEqual(folders.length, 0));

  for (const folder of folders) {
    describe(folder.slice(MODELS.length + 1), () => {
      const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")));
      const { encoder, denoiser, decoder } = manifest.files;
      const files = {
        encoder: { ...encoder, path: join(folder, encoder.path) },
        denoiser: { ...denoiser, path: join(folder, denoiser.path) },
        decoder: { ...decoder, path: join(folder, decoder.path) },
      };
      const backend = new LocalBackend({ model: { ...manifest, files }, provider: "cpu" });
      const tokens = 6;
      // Rows of the conditioning: the utterance's tokens, and one that says there are no examples beside them.
      const s = tokens + 1;
      const [n = 0] = manifest.canvasLengths;
      const row = n * manifest.latentDim;
      const seeds = [1, 2, 3];
      let hidden: Float32Array;

      const denoise = (rows: readonly number[], guidance: number) =>
        backend.denoise({
          hidden,
          s,
          n,
          noise: Float32Array.from(rows.flatMap((seed) => [...gaussianNoise(seed, row)])),
          steps: 3,
          guidance,
          temperature: manifest.defaults.temperature,
        });

      before(async () => {
        const inputIds = Int32Array.from({ length: tokens }, (_, index) => 1000 + index);
        const encoded = await backend.encode({ inputIds, slotIds: new Int32Array(tokens), memory: new Int32Array(3) });
        assert.equal(encoded.hidden.length, s * manifest.hiddenDim);
        assert.equal(encoded.bucketLogits.length, manifest.canvasLengths.length);
        assert.ok([...encoded.hidden, ...encoded.bucketLogits].every(Number.isFinite));
        hidden = encoded.hidden;
      });
      after(() => backend.dispose());

      for (const guidance of [1, 2]) {
        it(`denoises every row as if it were alone, at guidance ${guidance}`, async () => {
          const together = await denoise(seeds, guidance);
          assert.ok(together.x0s.every(Number.isFinite));
          for (const [index, seed] of seeds.entries()) {
            const alone = await denoise([seed], guidance);
            const start = (2 * seeds.length + index) * row;
            const expected = alone.x0s.subarray(2 * row);
            const worst = together.x0s
              .subarray(start, start + row)
              .reduce((most, value, at) => Math.max(most, Math.abs(value - (expected[at] ?? Number.NaN))), 0);
            assert.ok(worst < 0.01, `row ${index} differs by ${worst}`);
          }
        });
      }

      it("gives exactly the same numbers for the same noise", async () => {
        assert.deepEqual((await denoise(seeds, 1)).x0s, (await denoise(seeds, 1)).x0s);
      });

      it("decodes to the best tokens of its vocabulary, best first", async () => {
        const { x0s } = await denoise(seeds, 1);
        const latents = x0s.slice(-seeds.length * row);
        const { ids, logProbs } = await backend.decode({ hidden, s, n, latents });
        assert.equal(ids.length, seeds.length * n * manifest.topM);
        assert.ok(ids.every((id) => id >= 0 && id < manifest.vocabularySize));
        assert.ok(
          logProbs.every((value, at) => value <= 0 && (at % manifest.topM === 0 || value <= (logProbs[at - 1] ?? 0))),
        );
      });
    });
  }
});
