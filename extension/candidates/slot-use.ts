import { readSlotChar, type Slot } from "../model";
import type { JudgedSample } from "./sample";

/** What is left of a sample's probability for every literal of the utterance that its code does not use. */
const UNUSED = 0.5;

/** The sample with the probability it deserves: code that leaves out what the utterance names stands behind code that uses it. */
export function weighSlots(sample: JudgedSample, slots: readonly Slot[]): JudgedSample {
  const used = new Set(
    [...sample.slotted].flatMap((char) => {
      const slot = readSlotChar(char);
      return slot?.kind === "literal" ? [slot.index] : [];
    }),
  );
  return { ...sample, probability: sample.probability * UNUSED ** Math.max(0, slots.length - used.size) };
}
