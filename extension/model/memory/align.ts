import type { LanguageId } from "../../schema";
import { findSlots, literalChar, type Slot } from "../slots";
import type { MemoryExample } from "./memory";

/** What a literal looks like; those of one kind may stand for each other. */
type Kind = "number" | "path" | "pattern" | "file" | "text" | "name";

interface Literal {
  readonly slot: Slot;
  readonly kind: Kind;
}

/** What stands for a place that the utterance does not name: where one is. */
const HERE: Partial<Record<LanguageId, string>> = { bash: "." };

function kindOf({ spans, value }: Slot, utterance: string): Kind {
  if (/^[-+]?\d[\d.,]*[kKMGT]?$/.test(value)) return "number";
  if (/[/~]/.test(value)) return "path";
  if (/\*/.test(value)) return "pattern";
  if (/^[\w-]*\.\w+$/.test(value)) return "file";
  const quoted = /["'“‘]/.test(utterance.charAt((spans[0]?.[0] ?? 0) - 1));
  return !quoted && /^[\w$-]+$/.test(value) ? "name" : "text";
}

const literalsOf = (slots: readonly Slot[], utterance: string): Literal[] =>
  slots.map((slot) => ({ slot, kind: kindOf(slot, utterance) }));

/** In how far a literal may stand for another, the best first. */
const FITS: readonly ((own: Literal, other: Literal) => boolean)[] = [
  (own, other) => own.slot.value === other.slot.value,
  (own, other) => own.kind === other.kind,
  (own, other) => own.kind !== "number" && other.kind !== "number",
];

/**
 * An example's slotted code with another utterance's slots in place of its own: each literal that its code uses becomes the
 * first of the same kind that is left. What finds none keeps the example's literal; a place in Bash becomes the folder one is in.
 * @param slots literals of `utterance`
 */
export function alignSlots(example: MemoryExample, utterance: string, slots: readonly Slot[]): string {
  const own = literalsOf(findSlots(example.utterance, example.language), example.utterance).filter(({ slot }) =>
    example.slotted.includes(literalChar(slot.index)),
  );
  const left = new Set(literalsOf(slots, utterance));
  const taken = new Map<string, string>();
  for (const fits of FITS)
    for (const literal of own) {
      const char = literalChar(literal.slot.index);
      const other = taken.has(char) ? undefined : [...left].find((each) => fits(literal, each));
      if (other === undefined) continue;
      left.delete(other);
      taken.set(char, literalChar(other.slot.index));
    }
  for (const { slot, kind } of own) {
    const char = literalChar(slot.index);
    const here = kind === "path" ? HERE[example.language] : undefined;
    if (!taken.has(char)) taken.set(char, here ?? slot.value);
  }
  return [...example.slotted].map((char) => taken.get(char) ?? char).join("");
}
