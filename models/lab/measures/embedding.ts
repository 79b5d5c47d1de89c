/** Cosine of the angle between two vectors of one length, in [-1, 1]; 0 where one of them is zero. */
function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, ofA, ofB] = [0, 0, 0];
  a.forEach((value, index) => {
    const other = b[index] ?? 0;
    dot += value * other;
    ofA += value * value;
    ofB += other * other;
  });
  const length = Math.sqrt(ofA * ofB);
  return length === 0 ? 0 : Math.max(-1, Math.min(1, dot / length));
}

/**
 * Mean cosine similarity over all pairs of embeddings (at least two), in [-1, 1]: the lower, the more the candidates
 * differ in what E makes of them.
 * @param embeddings one vector for each candidate, all of one length
 */
export function pairwiseSimilarity(embeddings: readonly Float32Array[]): number {
  let sum = 0;
  let pairs = 0;
  embeddings.forEach((a, i) => {
    for (const b of embeddings.slice(i + 1)) {
      sum += cosine(a, b);
      pairs++;
    }
  });
  return pairs === 0 ? 0 : sum / pairs;
}
