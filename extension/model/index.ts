/** A model on disk: manifest, integrity, embeddings and tokenizers, with the placeholders that slots are in its vocabulary. */
export { Embeddings } from "./embeddings";
export { readHalves } from "./half";
export { COLUMN_SLOTS, columnChar, LITERAL_SLOTS, literalChar, readSlotChar, type Slot } from "./slot";
export { findModelFolder, type Model, openModel, readManifest, readVerified } from "./store";
export { CodeTokenizer, type EncodedUtterance, headerOf, UtteranceTokenizer } from "./tokenizer";
