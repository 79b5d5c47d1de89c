import { readHalves } from "../model";

/** Unsigned 32-bit numbers that a file begins with: hiddenDim, dim, parts, centroids, examples. */
const HEADER = 5;

/**
 * Where remembered utterances lie in a space in which those with programs of one form are near each other: E's mean state,
 * projected. Each vector is kept as the nearest centroid of each of its parts (product quantisation, Jégou et al. 2011).
 */
export class ExampleVectors {
  /** Squared norm of every centroid, [parts, centroids]. */
  private readonly squares: Float32Array;

  private constructor(
    private readonly shape: { hiddenDim: number; dim: number; parts: number; centroids: number },
    /** E's mean state over all examples, [hiddenDim]. */
    private readonly centre: Float32Array,
    /** [hiddenDim, dim] */
    private readonly projection: Float32Array,
    /** [parts, centroids, dim / parts] */
    private readonly codebooks: Float32Array,
    /** [examples, parts] */
    private readonly codes: Uint8Array,
  ) {
    const { dim, parts, centroids } = shape;
    const width = dim / parts;
    this.squares = new Float32Array(parts * centroids).map((_, at) =>
      codebooks.subarray(at * width, (at + 1) * width).reduce((sum, value) => sum + value * value, 0),
    );
  }

  /**
   * Reads a file of vectors, little-endian: the header, then centre, projection and codebooks as half floats, then the codes.
   * @throws RangeError where its parts do not add up
   */
  static read(bytes: Uint8Array): ExampleVectors {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const [hiddenDim = 0, dim = 0, parts = 0, centroids = 0, examples = 0] = Array.from({ length: HEADER }, (_, at) =>
      view.getUint32(4 * at, true),
    );
    let at = 4 * HEADER;
    const take = (length: number) => {
      at += length;
      return bytes.subarray(at - length, at);
    };
    const halves = (count: number) => readHalves(take(2 * count));
    const [centre, projection] = [halves(hiddenDim), halves(hiddenDim * dim)];
    const codebooks = halves(centroids * dim);
    const codes = take(examples * parts);
    if (parts === 0 || dim % parts !== 0 || centroids > 256 || at !== bytes.byteLength)
      throw new RangeError("the vectors of the examples are not whole");
    return new ExampleVectors({ hiddenDim, dim, parts, centroids }, centre, projection, codebooks, codes);
  }

  /** How many examples have a vector. */
  get size(): number {
    return this.codes.length / this.shape.parts;
  }

  /**
   * Cosine between every example's vector and an utterance's, [examples], in [-1, 1].
   * @param state E's mean state for the utterance, read without examples, [hiddenDim]
   */
  similarities(state: Float32Array): Float32Array {
    const { dim, parts, centroids } = this.shape;
    const query = this.project(state);
    const width = dim / parts;
    const products = new Float32Array(parts * centroids).map((_, at) => {
      const from = Math.floor(at / centroids) * width;
      let sum = 0;
      for (let i = 0; i < width; i++) sum += (query[from + i] ?? 0) * (this.codebooks[at * width + i] ?? 0);
      return sum;
    });
    return new Float32Array(this.size).map((_, example) => {
      let [product, square] = [0, 0];
      for (let part = 0; part < parts; part++) {
        const at = part * centroids + (this.codes[example * parts + part] ?? 0);
        product += products[at] ?? 0;
        square += this.squares[at] ?? 0;
      }
      return square > 0 ? Math.max(-1, Math.min(1, product / Math.sqrt(square))) : 0;
    });
  }

  /** The utterance's vector, of length 1, [dim]. */
  private project(state: Float32Array): Float32Array {
    const { hiddenDim, dim } = this.shape;
    if (state.length !== hiddenDim) throw new RangeError(`a state of ${state.length} numbers, not ${hiddenDim}`);
    const vector = new Float32Array(dim);
    state.forEach((value, row) => {
      const centred = value - (this.centre[row] ?? 0);
      for (let at = 0; at < dim; at++)
        vector[at] = (vector[at] ?? 0) + centred * (this.projection[row * dim + at] ?? 0);
    });
    const norm = Math.hypot(...vector) || 1;
    return vector.map((value) => value / norm);
  }
}

/**
 * The mean of E's hidden states, [hiddenDim]. The first one holds the language alone, so it is left out.
 * @param hidden [s, hiddenDim]
 * @param s states of the text; further ones are E's view of remembered examples
 */
export function meanState(hidden: Float32Array, s: number, hiddenDim: number): Float32Array {
  const mean = new Float32Array(hiddenDim);
  for (let state = 1; state < s; state++)
    for (let at = 0; at < hiddenDim; at++) mean[at] = (mean[at] ?? 0) + (hidden[state * hiddenDim + at] ?? 0) / (s - 1);
  return mean;
}
