const MAX_ORDER = 6;
const BETA = 2;

function counts(text: readonly string[], order: number): Map<string, number> {
  const grams = new Map<string, number>();
  for (let i = 0; i + order <= text.length; i++) {
    const gram = text.slice(i, i + order).join("");
    grams.set(gram, (grams.get(gram) ?? 0) + 1);
  }
  return grams;
}

/**
 * Corpus chrF2 (Popović 2015: character 1- to 6-grams, white space left out, recall counting twice) of hypotheses
 * against one reference each, in [0, 1].
 */
export function chrF(pairs: readonly { hypothesis: string; reference: string }[]): number {
  const matched = new Array<number>(MAX_ORDER).fill(0);
  const hypothesised = new Array<number>(MAX_ORDER).fill(0);
  const referenced = new Array<number>(MAX_ORDER).fill(0);
  for (const pair of pairs) {
    const hypothesis = [...pair.hypothesis.replace(/\s+/g, "")];
    const reference = [...pair.reference.replace(/\s+/g, "")];
    for (let n = 0; n < MAX_ORDER; n++) {
      const wanted = counts(reference, n + 1);
      for (const [gram, count] of counts(hypothesis, n + 1))
        matched[n] = (matched[n] ?? 0) + Math.min(count, wanted.get(gram) ?? 0);
      hypothesised[n] = (hypothesised[n] ?? 0) + Math.max(0, hypothesis.length - n);
      referenced[n] = (referenced[n] ?? 0) + Math.max(0, reference.length - n);
    }
  }
  let precision = 0;
  let recall = 0;
  let orders = 0;
  for (let n = 0; n < MAX_ORDER; n++) {
    const [hyp, ref] = [hypothesised[n] ?? 0, referenced[n] ?? 0];
    // An order that one side is too short for says nothing about the other.
    if (hyp === 0 || ref === 0) continue;
    precision += (matched[n] ?? 0) / hyp;
    recall += (matched[n] ?? 0) / ref;
    orders++;
  }
  if (orders === 0 || precision + recall === 0) return 0;
  precision /= orders;
  recall /= orders;
  return ((1 + BETA ** 2) * precision * recall) / (BETA ** 2 * precision + recall);
}
