import { gunzipSync, gzipSync } from "node:zlib";
import type { LanguageId } from "../../schema";
import type { Slot } from "../slots";
import { alignSlots } from "./align";
import { NearestTexts } from "./nearest";

/** A training example that the memory holds: an utterance and its code with slots. */
export interface MemoryExample {
  readonly language: LanguageId;
  readonly utterance: string;
  /** The utterance's literals are slots here, so that another utterance's can take their place. */
  readonly slotted: string;
  /** Where it comes from; its licence stands in the model card. */
  readonly source: string;
}

/** A line of a memory file. */
type Line = readonly [LanguageId, string, string, string];

/** An example near an utterance; similarity in (0, 1]. */
export interface Recalled {
  readonly example: MemoryExample;
  readonly similarity: number;
}

/** The examples of one language, ready to be searched. */
interface Index {
  readonly examples: readonly MemoryExample[];
  readonly nearest: NearestTexts;
}

/** The examples that a model was trained to look at: the nearest ones condition N and D. */
export class ExamplesMemory {
  private readonly indices = new Map<LanguageId, Promise<Index>>();

  constructor(readonly examples: readonly MemoryExample[]) {}

  /**
   * The `count` nearest examples of a language with distinct code, most similar first, their code with the utterance's
   * literals where it can have them. The language is indexed at the first call.
   * @param slots literals of the utterance
   * @param skips examples that must not be recalled: in training, the very row that is being learnt
   */
  async recall(
    utterance: string,
    slots: readonly Slot[],
    language: LanguageId,
    count: number,
    skips: (example: MemoryExample) => boolean = () => false,
  ): Promise<Recalled[]> {
    const { examples, nearest } = await this.indexOf(language);
    const codes = new Set<string>();
    const recalled: Recalled[] = [];
    // Some of the nearest share their code or are skipped; four times as many have always been enough.
    for (const { index, similarity } of nearest.nearest(utterance, 4 * count + 8)) {
      const example = examples[index];
      if (example === undefined || skips(example)) continue;
      const slotted = alignSlots(example, utterance, slots);
      if (codes.has(slotted)) continue;
      codes.add(slotted);
      recalled.push({ example: { ...example, slotted }, similarity });
      if (recalled.length === count) break;
    }
    return recalled;
  }

  private indexOf(language: LanguageId): Promise<Index> {
    const known = this.indices.get(language);
    if (known) return known;
    const examples = this.examples.filter((example) => example.language === language);
    const texts = examples.map(({ utterance }) => utterance);
    const building = NearestTexts.inSlices(texts).then((nearest) => ({ examples, nearest }));
    this.indices.set(language, building);
    return building;
  }
}

/**
 * Reads a memory file whose checksum was verified: gzip, one JSON array [language, utterance, slotted, source] a line.
 * @throws SyntaxError or TypeError where it is not one
 */
export function readMemory(bytes: Uint8Array): ExamplesMemory {
  const lines = gunzipSync(bytes).toString("utf8").split("\n");
  return new ExamplesMemory(
    lines.map((line) => {
      const [language, utterance, slotted, source] = JSON.parse(line) as Line;
      return { language, utterance, slotted, source };
    }),
  );
}

/** The bytes that `readMemory` reads. */
export function writeMemory(examples: readonly MemoryExample[]): Uint8Array {
  const lines = examples.map(({ language, utterance, slotted, source }) =>
    JSON.stringify([language, utterance, slotted, source] satisfies Line),
  );
  return gzipSync(lines.join("\n"), { level: 9 });
}
