import { CodeFusionError } from "../errors";
import type { Setting } from "../rank";
import type { ExamplesMemory, Recalled } from "../recall";
import type { LanguageId, Manifest } from "../schema";

/** What tells whether a request is one that the model can know anything about; in the order of the manifest's weights. */
export interface Closeness {
  /** Of the nearest remembered utterance, in [0, 1]. */
  readonly similarity: number;
  /** The share of its words that stand in several remembered utterances or in the table, in [0, 1]. */
  readonly known: number;
  /** Its words, up to ENOUGH of them, as a share of ENOUGH. */
  readonly words: number;
  /** Whether it names a literal, or anything of the table: 0 or 1. */
  readonly named: number;
}

/** From here on a request is near a remembered one, however little it says; chosen on prompts made for this, like the weights. */
const NEAR = 0.58;
/** More words than that say no more about whether anything was asked. */
const ENOUGH = 8;

/** How close a request is to what is remembered. */
export async function closenessOf(
  { utterance, slots, table = [], language }: Setting,
  recalled: readonly Recalled[],
  memory: ExamplesMemory,
): Promise<Closeness> {
  const familiar = await memory.familiarity(utterance, language.id);
  const inTable = wordsOf(table.flat().join(" "));
  const shared = [...wordsOf(utterance)].filter((word) => inTable.has(word)).length;
  const known = familiar.filter(Boolean).length + Math.min(shared, familiar.filter((is) => !is).length);
  return {
    similarity: recalled[0]?.similarity ?? 0,
    known: known / Math.max(1, familiar.length),
    words: Math.min(ENOUGH, familiar.length) / ENOUGH,
    named: slots.length > 0 || shared > 0 ? 1 : 0,
  };
}

/**
 * Refuses a request that nothing known is close to: five guesses would look like answers.
 * @throws CodeFusionError declined
 */
export function requireClose(
  { similarity, known, words, named }: Closeness,
  language: LanguageId,
  { scope }: Manifest["defaults"],
): void {
  const weights = scope?.[language];
  if (weights === undefined || similarity >= NEAR) return;
  const values = [1, similarity, known, words, named];
  if (weights.reduce((sum, weight, at) => sum + weight * (values[at] ?? 0), 0) >= 0) return;
  throw new CodeFusionError(
    "declined",
    "nothing I know is close to this",
    "say in English what the code should do, with the files, names or numbers that it is about",
  );
}

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu));
