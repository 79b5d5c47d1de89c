/** Literal slots per utterance; further literals are left to the model's spelling. */
export const LITERAL_SLOTS = 10;
/** Columns of a table that a CF rule can name. */
export const COLUMN_SLOTS = 10;

/**
 * A slotted code string holds each slot as one private-use character, so that no code can be mistaken for a slot:
 * literal k is U+E000 + k, column k is U+E010 + k.
 */
const LITERAL_BASE = 0xe000;
const COLUMN_BASE = 0xe010;

/** `[first-last]` of a regular expression for `count` characters from `base`. */
const rangeOf = (base: number, count: number): string =>
  `[${String.fromCharCode(base)}-${String.fromCharCode(base + count - 1)}]`;

/** What matches one literal slot, one column slot, and either, as parts of a regular expression. */
export const LITERAL_PATTERN = rangeOf(LITERAL_BASE, LITERAL_SLOTS);
export const COLUMN_PATTERN = rangeOf(COLUMN_BASE, COLUMN_SLOTS);
export const SLOT_PATTERN = `(?:${LITERAL_PATTERN}|${COLUMN_PATTERN})`;

/** The first character of a text that slotted code would take for a slot, as "U+E000"; undefined where there is none. */
export function slotLikeIn(text: string): string | undefined {
  const char = new RegExp(SLOT_PATTERN).exec(text)?.[0];
  return char && `U+${char.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** A literal of the utterance that reappears in the code. */
export interface Slot {
  /** Slot number, 0 … LITERAL_SLOTS - 1. */
  readonly index: number;
  /** Spans [start, end) of the utterance that hold the literal. */
  readonly spans: readonly (readonly [number, number])[];
  /** What is put into the code, before quoting. */
  readonly value: string;
}

/** The character that stands for literal slot `index` in slotted code. */
export const literalChar = (index: number): string => String.fromCharCode(LITERAL_BASE + index);
/** The character that stands for column `index` in slotted code. */
export const columnChar = (index: number): string => String.fromCharCode(COLUMN_BASE + index);

/** What a slot character stands for; undefined for any other character. */
export function readSlotChar(char: string): { kind: "literal" | "column"; index: number } | undefined {
  const code = char.charCodeAt(0);
  if (code >= LITERAL_BASE && code < LITERAL_BASE + LITERAL_SLOTS)
    return { kind: "literal", index: code - LITERAL_BASE };
  if (code >= COLUMN_BASE && code < COLUMN_BASE + COLUMN_SLOTS) return { kind: "column", index: code - COLUMN_BASE };
  return undefined;
}
