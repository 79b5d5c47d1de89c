import type { Language } from "../languages";
import { applySlots, findSlots, restoreSlots } from "../model/slots";
import type { LanguageId, Table } from "../schema";

/** A training example that retrieval may answer with. */
export interface Example {
  readonly utterance: string;
  readonly code: string;
  readonly table?: Table | undefined;
}

/** Postings of one term: the examples that hold it with its weight in each. */
interface Postings {
  readonly examples: number[];
  readonly counts: number[];
}

/**
 * The floor that a model must beat: answers with the code of the training utterances most similar to the given one
 * (cosine of TF-IDF over word 1- and 2-grams), their literals swapped for the utterance's own where both have them.
 */
export class Retrieval {
  private readonly postings = new Map<string, Postings>();
  private readonly idf = new Map<string, number>();
  /** One over the Euclidean norm of each example's weights. */
  private readonly scale: Float64Array;

  /** @param examples of one language */
  constructor(
    private readonly language: Language,
    private readonly examples: readonly Example[],
  ) {
    examples.forEach((example, index) => {
      for (const [term, count] of termCounts(example.utterance)) this.post(term, index, count);
    });
    const squares = new Float64Array(examples.length);
    for (const [term, { examples: holders, counts }] of this.postings) {
      const idf = Math.log((1 + examples.length) / (1 + holders.length)) + 1;
      this.idf.set(term, idf);
      holders.forEach((holder, i) => {
        squares[holder] = (squares[holder] ?? 0) + ((counts[i] ?? 0) * idf) ** 2;
      });
    }
    this.scale = squares.map((square) => (square > 0 ? 1 / Math.sqrt(square) : 0));
  }

  /** Up to `count` distinct programs, of the most similar utterance first. */
  answer(utterance: string, count: number, table?: Table): string[] {
    const similarity = this.similarities(utterance);
    const ranked = [...similarity.keys()].filter((i) => (similarity[i] ?? 0) > 0);
    ranked.sort((a, b) => (similarity[b] ?? 0) - (similarity[a] ?? 0) || a - b);
    const codes = new Set<string>();
    for (const index of ranked) {
      if (codes.size === count) break;
      const example = this.examples[index];
      if (example) codes.add(this.swapSlots(example, utterance, table));
    }
    return [...codes];
  }

  private post(term: string, example: number, count: number): void {
    const postings = this.postings.get(term) ?? { examples: [], counts: [] };
    postings.examples.push(example);
    postings.counts.push(count);
    this.postings.set(term, postings);
  }

  /** Cosine with every example, but for the utterance's own norm, which orders nothing. */
  private similarities(utterance: string): Float64Array {
    const scores = new Float64Array(this.examples.length);
    for (const [term, count] of termCounts(utterance)) {
      const postings = this.postings.get(term);
      const weight = count * (this.idf.get(term) ?? 0) ** 2;
      postings?.examples.forEach((example, i) => {
        scores[example] = (scores[example] ?? 0) + weight * (postings.counts[i] ?? 0) * (this.scale[example] ?? 0);
      });
    }
    return scores;
  }

  /** The example's code with this utterance's literals; as it stands where they cannot be put in. */
  private swapSlots(example: Example, utterance: string, table: Table | undefined): string {
    const id: LanguageId = this.language.id;
    const slotted = applySlots(example.code, findSlots(example.utterance, id), example.table?.[0]?.length ?? 0);
    const columns = table?.[0]?.length ?? 0;
    const restored = restoreSlots(slotted, findSlots(utterance, id), columns, (literal, before) =>
      this.language.quote(literal, before),
    );
    return "code" in restored ? restored.code : example.code;
  }
}

/** Lower-case words of at least two characters and pairs of neighbours, with how often each occurs. */
function termCounts(utterance: string): Map<string, number> {
  const words = utterance.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? [];
  const counts = new Map<string, number>();
  words.forEach((word, i) => {
    const next = words[i + 1];
    for (const term of next === undefined ? [word] : [word, `${word} ${next}`])
      counts.set(term, (counts.get(term) ?? 0) + 1);
  });
  return counts;
}
