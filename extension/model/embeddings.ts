import { readHalves } from "./half";

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
}
