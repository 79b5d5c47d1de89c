import { setImmediate as nextTurn } from "node:timers/promises";
import { termCounts } from "../utterance";

/** Postings of one term: the texts that hold it, with how often each does. */
interface Postings {
  readonly texts: number[];
  readonly counts: number[];
}

/** A text found, by its index, with its cosine similarity in (0, 1]. */
export interface Neighbour {
  readonly index: number;
  readonly similarity: number;
}

/** A term in fewer texts may be a slip or a name. */
const KNOWN_FROM = 3;
/** Texts indexed between two turns of the event loop: some 10 ms of work. */
const SLICE = 500;

/** Finds the texts most similar to a given one: cosine of TF-IDF over the stems of words, the kinds of literals, and pairs of these. */
export class NearestTexts {
  private readonly postings = new Map<string, Postings>();
  private readonly idf = new Map<string, number>();
  /** One over the Euclidean norm of each text's weights. */
  private readonly scale: Float64Array;

  private constructor(private readonly size: number) {
    this.scale = new Float64Array(size);
  }

  /** Indexes `texts` at once. */
  static of(texts: readonly string[]): NearestTexts {
    const index = new NearestTexts(texts.length);
    texts.forEach((text, at) => {
      index.add(text, at);
    });
    for (const entry of index.postings) index.weigh(entry);
    return index.finish();
  }

  /** Indexes `texts` in slices, so that whoever shares the event loop is not held up. */
  static async inSlices(texts: readonly string[]): Promise<NearestTexts> {
    const index = new NearestTexts(texts.length);
    for (const [at, text] of texts.entries()) {
      index.add(text, at);
      if (at % SLICE === SLICE - 1) await nextTurn();
    }
    let weighed = 0;
    for (const entry of index.postings) {
      index.weigh(entry);
      if (++weighed % (SLICE * 20) === 0) await nextTurn();
    }
    return index.finish();
  }

  /** Up to `count` texts that share a term with `text`, most similar first, equal ones in their own order. */
  nearest(text: string, count: number): Neighbour[] {
    return mostSimilar(this.similarities(text), count);
  }

  /** Whether `term` stands in several texts. */
  knows(term: string): boolean {
    return (this.postings.get(term)?.texts.length ?? 0) >= KNOWN_FROM;
  }

  /** How similar each text is to `text`, in [0, 1]; 0 where they share no term. */
  similarities(text: string): Float64Array {
    const { scores, norm } = this.score(text);
    return scores.map((score) => Math.min(1, score / norm));
  }

  private add(text: string, index: number): void {
    for (const [term, count] of termCounts(text)) {
      const postings = this.postings.get(term) ?? { texts: [], counts: [] };
      postings.texts.push(index);
      postings.counts.push(count);
      this.postings.set(term, postings);
    }
  }

  /** Adds one term's share to the squared norm of every text that holds it. */
  private weigh([term, { texts, counts }]: readonly [string, Postings]): void {
    const idf = Math.log((1 + this.size) / (1 + texts.length)) + 1;
    this.idf.set(term, idf);
    texts.forEach((text, i) => {
      this.scale[text] = (this.scale[text] ?? 0) + ((counts[i] ?? 0) * idf) ** 2;
    });
  }

  /** Squared norms become factors. */
  private finish(): this {
    for (const [text, square] of this.scale.entries()) this.scale[text] = square > 0 ? 1 / Math.sqrt(square) : 0;
    return this;
  }

  private score(text: string): { scores: Float64Array; norm: number } {
    const scores = new Float64Array(this.size);
    let squares = 0;
    for (const [term, count] of termCounts(text)) {
      const idf = this.idf.get(term) ?? 0;
      squares += (count * idf) ** 2;
      const found = this.postings.get(term);
      found?.texts.forEach((index, i) => {
        scores[index] = (scores[index] ?? 0) + count * idf ** 2 * (found.counts[i] ?? 0) * (this.scale[index] ?? 0);
      });
    }
    return { scores, norm: Math.sqrt(squares) || 1 };
  }
}

/** The `count` largest of those similarities that are above 0, largest first, equal ones in their own order. */
export function mostSimilar(similarities: ArrayLike<number>, count: number): Neighbour[] {
  const best: Neighbour[] = [];
  for (let index = 0; index < similarities.length; index++) {
    const similarity = similarities[index] ?? 0;
    const last = best[best.length - 1];
    if (similarity <= 0 || (best.length === count && last !== undefined && !isBefore({ index, similarity }, last)))
      continue;
    let at = best.length;
    while (at > 0 && isBefore({ index, similarity }, best[at - 1])) at--;
    best.splice(at, 0, { index, similarity });
    if (best.length > count) best.pop();
  }
  return best;
}

function isBefore(a: Neighbour, b: Neighbour | undefined): boolean {
  return b === undefined || a.similarity > b.similarity || (a.similarity === b.similarity && a.index < b.index);
}
