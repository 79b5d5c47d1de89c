import type { Setting } from "./judge";
import type { JudgedSample } from "./sample";

/** What is left of a sample's probability for every thing that the utterance asks for and its code does not do. */
const UNDONE = 0.3;

/** The sample with the probability it deserves: who asks to delete files is not helped by a list of them. */
export function weighRequests(sample: JudgedSample, { language, utterance }: Setting): JudgedSample {
  if (sample.fault !== undefined || language.undone === undefined) return sample;
  return { ...sample, probability: sample.probability * UNDONE ** language.undone(sample.code, utterance) };
}
