const MAX_ORDER = 4;

/** Code as CoNaLa's evaluation splits it: camel case and punctuation apart, one quote style. */
export function bleuTokens(code: string): string[] {
  return code
    .replace(/([^A-Za-z0-9_])/g, " $1 ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/["']/g, "`")
    .split(/\s+/)
    .filter((token) => token !== "");
}

function counts(tokens: readonly string[], order: number): Map<string, number> {
  const grams = new Map<string, number>();
  for (let i = 0; i + order <= tokens.length; i++) {
    const gram = tokens.slice(i, i + order).join("\u0000");
    grams.set(gram, (grams.get(gram) ?? 0) + 1);
  }
  return grams;
}

/**
 * Corpus BLEU-4 (Papineni et al. 2002) of hypotheses against one reference each, without smoothing, in [0, 1].
 * @param pairs token lists
 */
export function bleu4(pairs: readonly { hypothesis: readonly string[]; reference: readonly string[] }[]): number {
  let hypothesisLength = 0;
  let referenceLength = 0;
  const matched = new Array<number>(MAX_ORDER).fill(0);
  const total = new Array<number>(MAX_ORDER).fill(0);
  for (const { hypothesis, reference } of pairs) {
    hypothesisLength += hypothesis.length;
    referenceLength += reference.length;
    for (let n = 0; n < MAX_ORDER; n++) {
      const wanted = counts(reference, n + 1);
      for (const [gram, count] of counts(hypothesis, n + 1)) {
        matched[n] = (matched[n] ?? 0) + Math.min(count, wanted.get(gram) ?? 0);
        total[n] = (total[n] ?? 0) + count;
      }
    }
  }
  if (matched.includes(0)) return 0;
  const logPrecision = matched.reduce((sum, m, n) => sum + Math.log(m / (total[n] ?? 1)), 0) / MAX_ORDER;
  const brevity = hypothesisLength >= referenceLength ? 1 : Math.exp(1 - referenceLength / hypothesisLength);
  return brevity * Math.exp(logPrecision);
}
