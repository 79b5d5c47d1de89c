import type { Language } from "../../../extension/languages";
import { NearestTexts } from "../../../extension/recall";
import type { LanguageId, Table } from "../../../extension/schema";
import { applySlots, findSlots, restoreSlots } from "../../../extension/utterance";

/** A training example that retrieval may answer with. */
export interface Example {
  readonly utterance: string;
  readonly code: string;
  readonly table?: Table | undefined;
}

/** Examples looked at first. */
const SHORT_REACH = 64;

/**
 * The floor that a model must beat: answers with the code of the training utterances most similar to the given one
 * (cosine of TF-IDF over word 1- and 2-grams), their literals swapped for the utterance's own where both have them.
 */
export class Retrieval {
  private readonly nearest: NearestTexts;

  /** @param examples of one language */
  constructor(
    private readonly language: Language,
    private readonly examples: readonly Example[],
  ) {
    this.nearest = NearestTexts.of(examples.map(({ utterance }) => utterance));
  }

  /** Up to `count` distinct programs, of the most similar utterance first. */
  answer(utterance: string, count: number, table?: Table): string[] {
    const codes = new Set<string>();
    // Many near examples may share one program: where the nearest do not suffice, all are asked.
    for (const reach of [SHORT_REACH, this.examples.length]) {
      for (const { index } of this.nearest.nearest(utterance, reach)) {
        const example = this.examples[index];
        if (example) codes.add(this.swapSlots(example, utterance, table));
        if (codes.size === count) return [...codes];
      }
    }
    return [...codes];
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
