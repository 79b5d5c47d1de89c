import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { CodeFusionError, say } from "../errors";
import { type Model, readVerified, type Slot, slotLikeIn } from "../model";
import type { LanguageId } from "../schema";
import { termCounts } from "../utterance";
import { alignSlots } from "./align";
import type { MemoryExample, Recalled } from "./example";
import { mostSimilar, NearestTexts } from "./nearest";
import { ExampleVectors } from "./vectors";

/** A line of a memory file. */
type Line = readonly [LanguageId, string, string, string];

/** The examples of one language, ready to be searched. */
interface Index {
  readonly examples: readonly MemoryExample[];
  /** Their places in the memory. */
  readonly places: readonly number[];
  readonly nearest: NearestTexts;
}

/** How an utterance's nearest examples are looked for. */
export interface RecallOptions {
  /** E's mean state for the utterance, read without examples, [hiddenDim]; without it words alone tell what is near. */
  readonly state?: Float32Array;
  /** Examples that are not recalled: in training, the very row that is being learnt. */
  readonly skips?: (example: MemoryExample) => boolean;
}

/** Remembered examples: E looks at the nearest ones, or samples start from them. */
export class ExamplesMemory {
  private readonly indices = new Map<LanguageId, Promise<Index>>();

  /**
   * @param vectors one for each example, in their order; without them words alone tell what is near
   * @throws RangeError where they are not as many
   */
  constructor(
    readonly examples: readonly MemoryExample[],
    private readonly vectors?: ExampleVectors,
  ) {
    if (vectors && vectors.size !== examples.length)
      throw new RangeError(`${vectors.size} vectors for ${examples.length} examples`);
  }

  /**
   * The `count` nearest examples of a language with distinct code, most similar first, their code with the utterance's
   * literals where it can have them. The language is indexed at the first call.
   * @param slots literals of the utterance
   */
  async recall(
    utterance: string,
    slots: readonly Slot[],
    language: LanguageId,
    count: number,
    { state, skips = () => false }: RecallOptions = {},
  ): Promise<Recalled[]> {
    const { examples, places, nearest } = await this.indexOf(language);
    const words = nearest.similarities(utterance);
    const views = state && this.vectors?.similarities(state);
    const similarities = views
      ? words.map((similarity, at) => (similarity + (views[places[at] ?? 0] ?? 0)) / 2)
      : words;
    const codes = new Set<string>();
    const recalled: Recalled[] = [];
    // Some of the nearest share their code or are skipped; four times as many have always been enough.
    for (const { index, similarity } of mostSimilar(similarities, 4 * count + 8)) {
      const example = examples[index];
      if (example === undefined || skips(example)) continue;
      const { slotted, fit } = alignSlots(example, utterance, slots);
      if (codes.has(slotted)) continue;
      codes.add(slotted);
      const { code: _, ...kept } = example;
      recalled.push({ example: { ...kept, slotted }, similarity, fit });
      if (recalled.length === count) break;
    }
    return recalled;
  }

  /** Indexes a language, so that its first recall need not. */
  async prepare(language: LanguageId): Promise<void> {
    await this.indexOf(language);
  }

  /** Which of an utterance's own words, literals aside, stand in several remembered ones: word by word. */
  async familiarity(utterance: string, language: LanguageId): Promise<readonly boolean[]> {
    const { nearest } = await this.indexOf(language);
    return [...termCounts(utterance).keys()].filter(isPlainWord).map((term) => nearest.knows(term));
  }

  private indexOf(language: LanguageId): Promise<Index> {
    const known = this.indices.get(language);
    if (known) return known;
    const places = [...this.examples.keys()].filter((place) => this.examples[place]?.language === language);
    const examples = places.flatMap((place) => this.examples[place] ?? []);
    const texts = examples.map(({ utterance }) => utterance);
    const building = NearestTexts.inSlices(texts).then((nearest) => ({ examples, places, nearest }));
    this.indices.set(language, building);
    return building;
  }
}

/** Pairs of words hold a blank, kinds of literals begin with a line. */
const isPlainWord = (term: string): boolean => !/^_| /.test(term);

/**
 * The remembered examples of an opened model; none for a model trained without.
 * @throws CodeFusionError model-missing where a file is absent, model-corrupt where one is not what the manifest describes
 */
export function memoryOf({ folder, manifest }: Pick<Model, "folder" | "manifest">): ExamplesMemory {
  const { memory, vectors } = manifest.files;
  if (memory === undefined) return new ExamplesMemory([]);
  const bytes = readVerified(folder, memory);
  const vectorBytes = vectors && readVerified(folder, vectors);
  try {
    return readMemory(bytes, vectorBytes && ExampleVectors.read(vectorBytes));
  } catch (error) {
    throw new CodeFusionError(
      "model-corrupt",
      say`the examples of ${manifest.id} cannot be read`,
      "install the model again, or reinstall the extension where it came with it",
      { cause: error },
    );
  }
}

/**
 * Reads a memory file whose checksum was verified: brotli, one JSON array [language, utterance, code, source] a line.
 * @param vectors of its examples
 * @throws SyntaxError, TypeError or RangeError where it is not one, or the vectors are not its own
 */
export function readMemory(bytes: Uint8Array, vectors?: ExampleVectors): ExamplesMemory {
  const text = brotliDecompressSync(bytes).toString("utf8");
  // Earlier memories held code with slots, which would be offered as they are.
  if (slotLikeIn(text) !== undefined) throw new RangeError("the code of the examples has slots");
  const lines = text.split("\n");
  const examples = lines.map((line) => {
    const [language, utterance, code, source] = JSON.parse(line) as Line;
    return { language, utterance, code, source };
  });
  return new ExamplesMemory(examples, vectors);
}

/** The bytes that `readMemory` reads. */
export function writeMemory(examples: readonly MemoryExample[]): Uint8Array {
  const lines = examples.map(({ language, utterance, code, source }) =>
    JSON.stringify([language, utterance, code, source] satisfies Line),
  );
  return brotliCompressSync(lines.join("\n"), {
    params: { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS },
  });
}
