/** What an utterance says, read for everybody: its literals as slots, their kinds, the places and file types it names. */
export { applySlots, canonicalQuotes, restoreSlots } from "./apply";
export { findSlots } from "./find";
export { type Literal, literalsIn, literalsOf, matched } from "./literal-kinds";
export { spokenPlace, withPlace } from "./places";
export { termCounts } from "./terms";
