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
