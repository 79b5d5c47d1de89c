import { readSlotChar } from "../model";
import type { LanguageId } from "../schema";
import type { Setting } from "./judge";
import type { JudgedSample } from "./sample";

/**
 * What is left of a sample's probability for every literal of the utterance that its code does not use: a rule without its
 * number is no answer, while a command may well imply what was said. Chosen on validation rows.
 */
const UNUSED: Readonly<Record<LanguageId, number>> = { python: 0.5, bash: 0.5, cf: 0.3 };

/** The sample with the probability it deserves: code that leaves out what the utterance names stands behind code that uses it. */
export function weighSlots(sample: JudgedSample, { slots, language }: Setting): JudgedSample {
  const used = new Set(
    [...sample.slotted].flatMap((char) => {
      const slot = readSlotChar(char);
      return slot?.kind === "literal" ? [slot.index] : [];
    }),
  );
  return { ...sample, probability: sample.probability * UNUSED[language.id] ** Math.max(0, slots.length - used.size) };
}
