import type { JudgedSample } from "./sample";

/** What is left of a sample's probability for every thing that the utterance asks for and its code does not do. */
const UNDONE = 0.3;

/**
 * The sample with the probability it deserves: who asks to delete files is not helped by a list of them.
 * @param undone of code, how many things asked for it does not do
 */
export function weighRequests(sample: JudgedSample, undone: ((code: string) => number) | undefined): JudgedSample {
  if (sample.fault !== undefined || undone === undefined) return sample;
  return { ...sample, probability: sample.probability * UNDONE ** undone(sample.code) };
}
