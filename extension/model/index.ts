/** A model on disk: manifest, integrity, embeddings and tokenizers, with the placeholders that slots are in its vocabulary. */
export { Embeddings, readHalves } from "./embeddings";
export {
  COLUMN_SLOTS,
  columnChar,
  LITERAL_PATTERN,
  LITERAL_SLOTS,
  literalChar,
  readSlotChar,
  SLOT_PATTERN,
  type Slot,
  slotLikeIn,
} from "./slot";
export { findModelFolder, type Model, openModel, parseManifest, readManifest } from "./store";
export { CodeTokenizer, type EncodedUtterance, headerOf, UtteranceTokenizer } from "./tokenizer";
export { isMemoryShort, memoryShort, readVerified } from "./verified";
