import type { LanguageId } from "../schema";

/** A training example that the memory holds: an utterance and its code with slots. */
export interface MemoryExample {
  readonly language: LanguageId;
  readonly utterance: string;
  /** The utterance's literals are slots here, so that another utterance's can take their place. */
  readonly slotted: string;
  /** Where it comes from; its licence stands in the model card. */
  readonly source: string;
}

/** An example near an utterance; similarity in (0, 1]. */
export interface Recalled {
  readonly example: MemoryExample;
  readonly similarity: number;
}
