import { NearestTexts } from "../../../extension/recall";
import type { LanguageId } from "../../../extension/schema";

/** Cosine from which two utterances ask nearly the same. */
const NEAR = 0.65;

/** Whether an utterance is near some that are known: TF-IDF over stems with literals masked, as the memory is searched. */
export class Nearness {
  private readonly indices = new Map<LanguageId, NearestTexts>();

  /** @param known utterances by language; a language is indexed at the first question about it */
  constructor(private readonly known: Iterable<{ readonly language: LanguageId; readonly utterance: string }>) {}

  /** Whether some known utterance of the language has a cosine of 0.65 or more with this one. */
  isNear(utterance: string, language: LanguageId): boolean {
    return this.indexOf(language)
      .similarities(utterance)
      .some((similarity) => similarity >= NEAR);
  }

  private indexOf(language: LanguageId): NearestTexts {
    const found = this.indices.get(language);
    if (found) return found;
    const own = [...this.known].flatMap((each) => (each.language === language ? [each.utterance] : []));
    const index = NearestTexts.of([...new Set(own)]);
    this.indices.set(language, index);
    return index;
  }
}
