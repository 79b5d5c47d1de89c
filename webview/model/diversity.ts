import { distance } from "fastest-levenshtein";

/** Normalised edit distance between two codes, in [0, 1]: 0 is the same text, 1 shares nothing. */
export function codeDistance(a: string, b: string): number {
  return distance(a, b) / Math.max(1, a.length, b.length);
}

/** The distance of every pair, [codes][codes]; symmetric, 0 on the diagonal. */
export function pairwise(codes: readonly string[]): readonly (readonly number[])[] {
  const rows = codes.map(() => codes.map(() => 0));
  for (const [i, a] of codes.entries()) {
    for (const [j, b] of codes.entries()) {
      if (j >= i) continue;
      const apart = codeDistance(a, b);
      rows[i]?.splice(j, 1, apart);
      rows[j]?.splice(i, 1, apart);
    }
  }
  return rows;
}

/** The mean over all pairs; undefined where there is no pair. */
export function meanDistance(rows: readonly (readonly number[])[]): number | undefined {
  const pairs = rows.flatMap((row, i) => row.slice(0, i));
  return pairs.length > 0 ? pairs.reduce((sum, one) => sum + one, 0) / pairs.length : undefined;
}
