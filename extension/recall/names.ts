import type { Language } from "../languages";
import { literalChar, readSlotChar, type Slot } from "../model";
import type { Recalled } from "./example";

/**
 * Examples with the user's names in place of their authors' own: a name that nothing in the code binds is somebody's. Where as
 * many of an example are nobody's as the utterance names and the example does without, or but one, they take each other's places.
 * @param names in scope, or marked as code in the utterance
 */
export function withNamesInScope(
  recalled: readonly Recalled[],
  slots: readonly Slot[],
  names: ReadonlySet<string>,
  language: Language,
): Recalled[] {
  const named = slots.filter(({ value }) => names.has(value));
  if (named.length === 0 || language.freeNames === undefined) return [...recalled];
  return recalled.map((each) => {
    const { slotted } = each.example;
    const unused = named.filter(({ index }) => !slotted.includes(literalChar(index)));
    // a slot is read as a name that everybody may use
    const plain = [...slotted].map((char) => (readSlotChar(char) ? "_" : char)).join("");
    const strange = (language.freeNames?.(plain) ?? []).filter((name) => name !== "_");
    if (unused.length === 0 || (strange.length !== unused.length && strange.length !== 1)) return each;
    const filled = strange.reduce((code, name, at) => {
      const slot = unused[at];
      return slot ? code.replace(new RegExp(`(?<![\\w."'])${name}(?![\\w"'])`, "g"), literalChar(slot.index)) : code;
    }, slotted);
    return { ...each, example: { ...each.example, slotted: filled } };
  });
}
