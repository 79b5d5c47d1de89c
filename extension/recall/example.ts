import type { CodeTokenizer } from "../model";
import type { LanguageId } from "../schema";

/** A training example that the memory holds. */
export interface MemoryExample {
  readonly language: LanguageId;
  readonly utterance: string;
  readonly code: string;
  /** Where it comes from; its licence stands in the model card. */
  readonly source: string;
}

/** An example fitted to an utterance. */
export interface FittedExample extends Omit<MemoryExample, "code"> {
  /** Its code with that utterance's literals, as slots, in the places of its own. */
  readonly slotted: string;
}

/** An example near an utterance, fitted to it; similarity in (0, 1]. */
export interface Recalled {
  readonly example: FittedExample;
  readonly similarity: number;
  /** What is left of its vote, in (0, 1], where literals of another kind stand in its code, or its own; 1 where absent. */
  readonly fit?: number;
}

/** Examples that E is trained to look at beside an utterance. */
export const RECALLED = 2;
/** Tokens of an example's code that are looked at. */
const EXAMPLE_TOKENS = 16;
const LEVELS = 8;

/** How near an example is, as the model is told: 1 + rank * LEVELS + level of similarity; 0 marks an empty memory. */
function memoryMark(rank: number, similarity: number): number {
  return 1 + rank * LEVELS + similarityLevel(similarity);
}

/** Similarity in [0, 1] as a level 0 … 7. */
export function similarityLevel(similarity: number): number {
  return Math.min(LEVELS - 1, Math.floor(similarity * LEVELS));
}

/** What the encoder reads of the nearest examples, [m, MEMORY_FIELDS]; none are one unmarked token. */
export function encodeMemory(recalled: readonly Recalled[], tokenizer: CodeTokenizer): Int32Array {
  const tokens = recalled.slice(0, RECALLED).flatMap(({ example, similarity }, rank) => {
    const ids = tokenizer.encode(example.slotted).slice(0, EXAMPLE_TOKENS);
    return ids.flatMap((id, position) => [id, memoryMark(rank, similarity), position]);
  });
  return Int32Array.from(tokens.length > 0 ? tokens : [tokenizer.pad, 0, 0]);
}
