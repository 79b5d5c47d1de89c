/** A model on disk: manifest, integrity, tokenizers and slots. */
export { Embeddings } from "./embeddings";
export { meanState } from "./mean-state";
export * from "./memory";
export * from "./slots";
export { findModelFolder, type Model, openModel, readManifest } from "./store";
export { CodeTokenizer, type EncodedUtterance, headerOf, UtteranceTokenizer } from "./tokenizer";
