/** The encoder's view of the utterance, which N and D look at. */
export interface Conditioning {
  /** [s, hiddenDim] */
  readonly hidden: Float32Array;
  readonly s: number;
}

/**
 * The conditioning of an utterance.
 * @param hidden E's states of the utterance's tokens and then of the examples beside it, [s, hiddenDim]
 */
export function conditioningOf(hidden: Float32Array, hiddenDim: number): Conditioning {
  return { hidden, s: hidden.length / hiddenDim };
}
