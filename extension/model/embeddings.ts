/** L: the clean latent of every token, [vocabulary, latentDim]. */
export class Embeddings {
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
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const table = new Float32Array(bytes.byteLength / 2);
    for (let at = 0; at < table.length; at++) table[at] = halfToNumber(view.getUint16(2 * at, true));
    return new Embeddings(table, latentDim);
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
}

/** IEEE 754 binary16; Node 20 has no Float16Array. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
