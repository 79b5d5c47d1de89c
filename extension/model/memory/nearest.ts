import { setImmediate as nextTurn } from "node:timers/promises";
import { termCounts } from "./terms";

/** One term's postings while texts are added: the texts that hold it, with how often each does. */
interface Counted {
  readonly texts: number[];
  readonly counts: number[];
}

/** One term's postings as they are searched: the texts that hold it, with its share of each text's unit vector. */
interface Postings {
  readonly idf: number;
  readonly texts: Int32Array;
  readonly weights: Float64Array;
}

/** A text found, by its index, with its cosine similarity in (0, 1]. */
export interface Neighbour {
  readonly index: number;
  readonly similarity: number;
}

/** Texts indexed between two turns of the event loop: some 10 ms of work. */
const SLICE = 500;

/** Finds the texts most similar to a given one: cosine of TF-IDF over the stems of words, the kinds of literals, and pairs of these. */
export class NearestTexts {
  private readonly counted = new Map<string, Counted>();
  private readonly postings = new Map<string, Postings>();
  /** Squared Euclidean norm of each text's weights. */
  private readonly squares: Float64Array;

  private constructor(private readonly size: number) {
    this.squares = new Float64Array(size);
  }

  /** Indexes `texts` at once. */
  static of(texts: readonly string[]): NearestTexts {
    const index = new NearestTexts(texts.length);
    for (const _ of index.building(texts));
    return index;
  }

  /** Indexes `texts` in slices, so that whoever shares the event loop is not held up. */
  static async inSlices(texts: readonly string[]): Promise<NearestTexts> {
    const index = new NearestTexts(texts.length);
    for (const _ of index.building(texts)) await nextTurn();
    return index;
  }

  /** Builds the index; pauses after every slice. */
  private *building(texts: readonly string[]): Generator<void> {
    for (const [at, text] of texts.entries()) {
      this.add(text, at);
      if (at % SLICE === SLICE - 1) yield;
    }
    let done = 0;
    for (const [, counted] of this.counted) {
      this.weigh(counted);
      if (++done % (SLICE * 20) === 0) yield;
    }
    for (const [term, counted] of this.counted) {
      this.postings.set(term, this.finished(counted));
      if (++done % (SLICE * 20) === 0) yield;
    }
    this.counted.clear();
  }

  /** Up to `count` texts that share a term with `text`, most similar first, equal ones in their own order. */
  nearest(text: string, count: number): Neighbour[] {
    const { scores, touched, norm } = this.score(text);
    const best: Neighbour[] = [];
    for (const index of touched) {
      const similarity = Math.min(1, (scores[index] ?? 0) / norm);
      const last = best[best.length - 1];
      if (best.length === count && last !== undefined && !isBefore({ index, similarity }, last)) continue;
      let at = best.length;
      while (at > 0 && isBefore({ index, similarity }, best[at - 1])) at--;
      best.splice(at, 0, { index, similarity });
      if (best.length > count) best.pop();
    }
    return best;
  }

  private add(text: string, index: number): void {
    for (const [term, count] of termCounts(text)) {
      const counted = this.counted.get(term) ?? { texts: [], counts: [] };
      counted.texts.push(index);
      counted.counts.push(count);
      this.counted.set(term, counted);
    }
  }

  /** A term is worth more the fewer texts hold it (inverse document frequency). */
  private idfOf({ texts }: Counted): number {
    return Math.log((1 + this.size) / (1 + texts.length)) + 1;
  }

  /** Adds one term's share to the squared norm of every text that holds it. */
  private weigh(counted: Counted): void {
    const idf = this.idfOf(counted);
    counted.texts.forEach((text, i) => {
      this.squares[text] = (this.squares[text] ?? 0) + ((counted.counts[i] ?? 0) * idf) ** 2;
    });
  }

  /** Once all norms are known, what each text's own share of a term is. */
  private finished(counted: Counted): Postings {
    const idf = this.idfOf(counted);
    const weights = counted.counts.map(
      (count, i) => (count * idf) / Math.sqrt(this.squares[counted.texts[i] ?? 0] || 1),
    );
    return { idf, texts: Int32Array.from(counted.texts), weights: Float64Array.from(weights) };
  }

  private score(text: string): { scores: Float64Array; touched: number[]; norm: number } {
    const scores = new Float64Array(this.size);
    const touched: number[] = [];
    let squares = 0;
    for (const [term, count] of termCounts(text)) {
      const found = this.postings.get(term);
      if (found === undefined) continue;
      const { texts, weights } = found;
      const own = count * found.idf;
      squares += own ** 2;
      for (let i = 0; i < texts.length; i++) {
        const index = texts[i] as number;
        const before = scores[index] as number;
        if (before === 0) touched.push(index);
        scores[index] = before + own * (weights[i] as number);
      }
    }
    return { scores, touched, norm: Math.sqrt(squares) || 1 };
  }
}

function isBefore(a: Neighbour, b: Neighbour | undefined): boolean {
  return b === undefined || a.similarity > b.similarity || (a.similarity === b.similarity && a.index < b.index);
}
