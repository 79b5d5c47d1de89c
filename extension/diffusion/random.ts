/**
 * The one source of randomness, with the same numbers on every platform.
 *
 * Bits: xoshiro128** (Blackman and Vigna), 32-bit integer arithmetic alone; its four state words are the first four
 * outputs of SplitMix32 (Weyl step 0x9e3779b9, mixer of Wellons' hash-prospector) started at the seed.
 *
 * Gaussian: Marsaglia's polar method. It needs one logarithm; Math.log is "implementation-approximated" in ECMAScript
 * and may differ in the last bit, so `ln` below uses only + - * / on doubles, which IEEE 754 fixes bit for bit.
 * Math.sqrt is a correctly rounded machine instruction wherever Node runs, and Math.fround is exact. The polar method
 * was preferred to a ziggurat (tables, and the same logarithm in its tail) and to a sum of uniforms (wrong tails).
 */
const WEYL = 0x9e3779b9;

/** A bijection of the 32-bit integers whose output looks unrelated to its input. */
function mix32(value: number): number {
  let word = value | 0;
  word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
  return (word ^ (word >>> 15)) >>> 0;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** The natural logarithm of x in (0, 1), to within 1e-15, with exactly specified operations alone. */
function ln(x: number): number {
  let mantissa = x;
  let exponent = 0;
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent -= 1;
  }
  // ln m = 2 artanh z; |z| < 0.172, so z^2 < 0.03 and terms up to z^25 leave less than one unit in the last place.
  const z = (mantissa - 1) / (mantissa + 1);
  const square = z * z;
  let sum = 0;
  for (let odd = 25; odd >= 1; odd -= 2) sum = sum * square + 1 / odd;
  return exponent * Math.LN2 + 2 * z * sum;
}

/** A stream of random numbers that its seed determines. */
export class Random {
  readonly #state: Int32Array<ArrayBuffer> = new Int32Array(4);
  #spare: number | undefined;

  /** @param seed an unsigned 32-bit integer */
  constructor(seed: number) {
    // Four outputs of a bijection at distinct inputs: never all zero, the one state xoshiro cannot leave.
    for (let index = 0; index < 4; index++) this.#state[index] = mix32(seed + Math.imul(index + 1, WEYL));
  }

  /** The next 32 random bits as an unsigned integer. */
  nextUint32(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#state;
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const c1 = c ^ a;
    const d1 = d ^ b;
    this.#state.set([a ^ d1, b ^ c1, c1 ^ (b << 9), rotateLeft(d1, 11)]);
    return result;
  }

  /** Uniform in [0, 1), with 32 bits. */
  uniform(): number {
    return this.nextUint32() / 2 ** 32;
  }

  /** Standard normal, rounded to float32. */
  gaussian(): number {
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare;
    }
    for (;;) {
      const u = this.#symmetric();
      const v = this.#symmetric();
      const s = u * u + v * v;
      if (s < 1) {
        const scale = Math.sqrt((-2 * ln(s)) / s);
        this.#spare = Math.fround(v * scale);
        return Math.fround(u * scale);
      }
    }
  }

  /** Uniform in (-1, 1), never 0, exact in a double. */
  #symmetric(): number {
    return (this.nextUint32() + 0.5) / 2 ** 31 - 1;
  }
}

/**
 * The seed of the index-th member of a family, e.g. of one sample of a run. One to one in each argument: the samples of
 * a run never share a seed.
 * @param seed an unsigned 32-bit integer
 * @param index an unsigned 32-bit integer
 * @returns an unsigned 32-bit integer
 */
export function deriveSeed(seed: number, index: number): number {
  return mix32(mix32(seed + WEYL) + Math.imul(index + 1, WEYL));
}

/** `length` standard normal numbers, the first ones of the stream of `seed`. */
export function gaussianNoise(seed: number, length: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length }, () => random.gaussian());
}
