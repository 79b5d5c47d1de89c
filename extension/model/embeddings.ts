/** L: the clean latent of every token, [vocabulary, latentDim]. */
export class Embeddings {
  private squaredNorms: Float64Array | undefined;

  private constructor(
    private readonly table: Float32Array,
    readonly latentDim: number,
  ) {}

  /**
   * Reads a table of little-endian half floats.
   * @throws RangeError where the bytes are not whole rows
   */
  static read(bytes: Uint8Array, latentDim: number): Embeddings {
    if (bytes.byteLength % (2 * latentDim) !== 0) throw new RangeError("the embeddings are not whole rows");
    return new Embeddings(readHalves(bytes), latentDim);
  }

  /** How many tokens there are. */
  get vocabulary(): number {
    return this.table.length / this.latentDim;
  }

  /** Clean latents of a canvas, [n, latentDim]. */
  latents(ids: ArrayLike<number>): Float32Array {
    const latents = new Float32Array(ids.length * this.latentDim);
    for (let position = 0; position < ids.length; position++) {
      const from = (ids[position] ?? 0) * this.latentDim;
      latents.set(this.table.subarray(from, from + this.latentDim), position * this.latentDim);
    }
    return latents;
  }

  /**
   * What a noised latent x = alpha L(y) + sigma eps reads as: at every position the token whose latent is nearest, and
   * its posterior probability among all tokens, none of them favoured beforehand.
   * @param latents x, [n, latentDim]
   * @returns ids and probabilities, [n] each
   */
  nearest(
    latents: Float32Array,
    { alpha, sigma }: { readonly alpha: number; readonly sigma: number },
  ): { ids: Int32Array; probabilities: Float32Array } {
    const { latentDim, vocabulary } = this;
    const n = latents.length / latentDim;
    const ids = new Int32Array(n);
    const probabilities = new Float32Array(n);
    const logits = new Float64Array(vocabulary);
    for (let position = 0; position < n; position++) {
      const x = latents.subarray(position * latentDim, (position + 1) * latentDim);
      let best = 0;
      for (let token = 0; token < vocabulary; token++) {
        // -|x - alpha e|^2 / (2 sigma^2) without the part that every token shares.
        const logit = (alpha * (this.dot(x, token) - (alpha * this.squaredNorm(token)) / 2)) / sigma ** 2;
        logits[token] = logit;
        if (logit > (logits[best] ?? 0)) best = token;
      }
      const most = logits[best] ?? 0;
      ids[position] = best;
      probabilities[position] = 1 / logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
    }
    return { ids, probabilities };
  }

  private dot(x: Float32Array, token: number): number {
    let sum = 0;
    for (let at = 0, from = token * this.latentDim; at < x.length; at++)
      sum += (x[at] ?? 0) * (this.table[from + at] ?? 0);
    return sum;
  }

  private squaredNorm(token: number): number {
    this.squaredNorms ??= Float64Array.from({ length: this.vocabulary }, (_, each) => {
      const latent = this.table.subarray(each * this.latentDim, (each + 1) * this.latentDim);
      return this.dot(latent, each);
    });
    return this.squaredNorms[token] ?? 0;
  }
}

/**
 * Little-endian half floats as numbers; Node 20 has no Float16Array.
 * @param bytes whole half floats
 */
export function readHalves(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers = new Float32Array(bytes.byteLength / 2);
  for (let at = 0; at < numbers.length; at++) numbers[at] = halfToNumber(view.getUint16(2 * at, true));
  return numbers;
}

/** IEEE 754 binary16. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
