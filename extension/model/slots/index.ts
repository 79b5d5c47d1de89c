/** Literals of the utterance carried into the code as placeholders; used alike by data preparation and by inference. */
export { applySlots, restoreSlots } from "./apply";
export { canonicalQuotes } from "./canonical";
export { findSlots } from "./find";
export { COLUMN_SLOTS, columnChar, LITERAL_SLOTS, literalChar, readSlotChar, type Slot } from "./slot";
