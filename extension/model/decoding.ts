import { type Decoding, decodingSchema, type LanguageId, type Manifest } from "../schema";

/** How samples of a language are drawn by default: as the model says for it, else as it says for all. */
export function decodingFor({ defaults }: Pick<Manifest, "defaults">, language: LanguageId): Decoding {
  const { languages, ...all } = defaults;
  return decodingSchema.parse({ ...all, ...languages?.[language] });
}
