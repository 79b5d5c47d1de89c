import assert from "node:assert/strict";
import fc from "fast-check";
import { deriveSeed, gaussianNoise, Random } from "../../../extension/diffusion";

const uint32 = fc.integer({ min: 0, max: 0xffffffff });

/** The bits of float32 numbers, so that a comparison is exact. */
function bits(values: Float32Array): number[] {
  return Array.from(new Uint32Array(values.buffer, values.byteOffset, values.length));
}

// The vectors come from a second implementation in Python (big integers, the C library's log).
const GOLDEN = [
  {
    seed: 0,
    integers: [1789933344, 44971166, 2521387044, 3848737593, 1138324114, 749234105],
    gaussianBits: [0xbce4504f, 0xbe27d1e4, 0x3e4924e8, 0x3f64ccf4, 0xbf0c5bda, 0xbf4279ae],
  },
  {
    seed: 7,
    integers: [210494603, 711084892, 3993689120, 4089369890, 1706118055, 2746022466],
    gaussianBits: [0xbf9c7575, 0x3fd42cc3, 0xbea44955, 0xbf26f7c3, 0x3f741603, 0x3fa467e5],
  },
  {
    seed: 0xffffffff,
    integers: [4104197751, 1825856343, 1152209388, 2427537429, 3685145430, 609215610],
    gaussianBits: [0x3f0ea155, 0xbdbb8de7, 0xbfd2af46, 0x3eed21fd, 0x3e717b63, 0xbd9a8fa2],
  },
];

describe("seeded randomness", () => {
  for (const { seed, integers, gaussianBits } of GOLDEN) {
    it(`gives the golden numbers of seed ${seed}`, () => {
      const random = new Random(seed);
      assert.deepEqual(
        integers.map(() => random.nextUint32()),
        integers,
      );
      assert.deepEqual(bits(gaussianNoise(seed, gaussianBits.length)), gaussianBits);
    });
  }

  it("gives the golden fingerprint of 100,000 normal numbers", () => {
    const fingerprint = bits(gaussianNoise(123, 100_000)).reduce(
      (hash, word) => Math.imul(hash ^ word, 16777619),
      2166136261,
    );
    assert.equal(fingerprint >>> 0, 961290384);
  });

  it("derives the golden seeds", () => {
    const derived = [0, 1, 2, 3].map((index) => deriveSeed(7, index));
    assert.deepEqual(derived, [236867408, 3475793006, 2819065773, 3520065268]);
    assert.equal(deriveSeed(0, 0), 3385628684);
    assert.equal(deriveSeed(0xffffffff, 0xffffffff), 470202861);
  });

  it("never gives two members of a family one seed, nor two families", () => {
    fc.assert(
      fc.property(uint32, uint32, uint32, (seed, a, b) => {
        fc.pre(a !== b);
        assert.notEqual(deriveSeed(seed, a), deriveSeed(seed, b));
        assert.notEqual(deriveSeed(a, seed), deriveSeed(b, seed));
      }),
    );
  });

  it("derives unsigned 32-bit seeds", () => {
    fc.assert(
      fc.property(uint32, uint32, (seed, index) => {
        const derived = deriveSeed(seed, index);
        assert.ok(Number.isInteger(derived) && derived >= 0 && derived <= 0xffffffff);
      }),
    );
  });

  it("gives a longer noise the same beginning", () => {
    fc.assert(
      fc.property(uint32, fc.nat(50), fc.nat(50), (seed, length, more) => {
        assert.deepEqual(gaussianNoise(seed, length + more).slice(0, length), gaussianNoise(seed, length));
      }),
    );
  });

  it("is normal: mean, variance, kurtosis and the share beyond 2 and 3", () => {
    const noise = gaussianNoise(2023, 200_000);
    const mean = (f: (x: number) => number) => noise.reduce((sum, x) => sum + f(x), 0) / noise.length;
    const close = (actual: number, expected: number, within: number) =>
      assert.ok(Math.abs(actual - expected) < within, `${actual} is not ${expected} ± ${within}`);
    close(
      mean((x) => x),
      0,
      0.01,
    );
    close(
      mean((x) => x ** 2),
      1,
      0.02,
    );
    close(
      mean((x) => x ** 4),
      3,
      0.1,
    );
    close(
      mean((x) => Number(Math.abs(x) > 2)),
      0.0455,
      0.003,
    );
    close(
      mean((x) => Number(Math.abs(x) > 3)),
      0.0027,
      0.0007,
    );
  });

  it("gives streams of neighbouring seeds that do not resemble each other", () => {
    for (const seed of [0, 1, 1000, 0xfffffffe]) {
      const a = gaussianNoise(seed, 20_000);
      const b = gaussianNoise(seed + 1, 20_000);
      const correlation = a.reduce((sum, x, index) => sum + x * (b[index] ?? 0), 0) / a.length;
      assert.ok(Math.abs(correlation) < 0.03, `seeds ${seed} and ${seed + 1} correlate: ${correlation}`);
    }
  });

  it("draws uniform numbers in [0, 1) that fill it", () => {
    const random = new Random(5);
    const tenths = new Set<number>();
    for (let draw = 0; draw < 2000; draw++) {
      const value = random.uniform();
      assert.ok(value >= 0 && value < 1);
      tenths.add(Math.floor(value * 10));
    }
    assert.equal(tenths.size, 10);
  });
});
