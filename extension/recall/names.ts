import type { Language } from "../languages";
import { literalChar, readSlotChar, type Slot } from "../model";
import type { Recalled } from "./example";

/**
 * Examples with the user's names in place of their authors' own: a name that nothing in the code binds is somebody's. Where as
 * many of an example are nobody's as the utterance names and the example does without, or but one, they take each other's places.
 * @param names in scope, or marked as code in the utterance
 * @param parameters of the function that the code will stand in: where the utterance names nothing, a single one is meant
 */
export function withNamesInScope(
  recalled: readonly Recalled[],
  slots: readonly Slot[],
  names: ReadonlySet<string>,
  language: Language,
  parameters: readonly string[] = [],
): Recalled[] {
  const named = slots.filter(({ value }) => names.has(value));
  const [given, ...others] = parameters;
  const only = named.length === 0 && others.length === 0 ? given : undefined;
  if ((named.length === 0 && only === undefined) || language.freeNames === undefined) return [...recalled];
  return recalled.map((each) => {
    const { slotted } = each.example;
    const unused = named.filter(({ index }) => !slotted.includes(literalChar(index)));
    // a slot is read as a name that everybody may use
    const plain = [...slotted].map((char) => (readSlotChar(char) ? "_" : char)).join("");
    const strange = (language.freeNames?.(plain) ?? []).filter((name) => name !== "_");
    if (only !== undefined && strange.length === 1)
      return { ...each, example: { ...each.example, slotted: renamed(slotted, strange[0] ?? only, only) } };
    if (unused.length === 0 || (strange.length !== unused.length && strange.length !== 1)) return each;
    const filled = strange.reduce((code, name, at) => {
      const slot = unused[at];
      return slot ? renamed(code, name, literalChar(slot.index)) : code;
    }, slotted);
    return { ...each, example: { ...each.example, slotted: filled } };
  });
}

/** Code with another name, but for what follows a dot and what stands in quotes by itself. */
const renamed = (code: string, name: string, by: string): string =>
  code.replace(new RegExp(`(?<![\\w."'])${name}(?![\\w"'])`, "g"), by);
