import type { ProviderSetting } from "../../../extension/inference";
import { openModel } from "../../../extension/model";
import { encodeMemory, meanState } from "../../../extension/recall";
import type { LanguageId } from "../../../extension/schema";
import { type Outcome, TOP } from "../measures";

/** What the encoder E of a model makes of code. */
export interface CodeEncoder {
  /** The model's id. */
  readonly model: string;
  /** The mean of E's states for code that it reads as an utterance, without slots, table and memory, [hiddenDim]. */
  embed(code: string, language: LanguageId): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/**
 * Opens the encoder of the model in `folder`.
 * @throws CodeFusionError model-missing or model-corrupt
 */
export async function openCodeEncoder(folder: string, provider: ProviderSetting | undefined): Promise<CodeEncoder> {
  const { createBackend } = await import("../../../extension/inference");
  const { manifest, utterances, code: tokenizer, graphs } = openModel(folder);
  const backend = createBackend({ model: { ...manifest, files: graphs }, provider: provider ?? "auto" });
  const memory = encodeMemory([], tokenizer);
  return {
    model: manifest.id,
    embed: async (code, language) => {
      const input = utterances.encode(code, [], language, [], manifest.maxUtteranceTokens);
      const { hidden } = await backend.encode({ ...input, memory });
      return meanState(hidden, input.inputIds.length, manifest.hiddenDim);
    },
    dispose: () => backend.dispose(),
  };
}

/** Outcomes with the embeddings of their first candidates. */
export async function withEmbeddings(outcomes: readonly Outcome[], encoder: CodeEncoder): Promise<Outcome[]> {
  const embedded: Outcome[] = [];
  for (const outcome of outcomes) {
    const embeddings: Float32Array[] = [];
    for (const code of outcome.candidates.slice(0, TOP)) embeddings.push(await encoder.embed(code, outcome.language));
    embedded.push({ ...outcome, embeddings });
  }
  return embedded;
}
