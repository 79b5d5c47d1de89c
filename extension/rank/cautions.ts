import { unasked } from "../languages";
import type { Setting } from "./judge";
import type { JudgedSample } from "./sample";

/** What is left of a sample's probability where its code does for good what nobody asked for. */
const UNASKED = 0.05;

/** The sample with the probability it deserves: `rm` is no way to list files, however near the example it came from. */
export function weighCautions(sample: JudgedSample, { language, utterance }: Setting): JudgedSample {
  if (sample.fault !== undefined) return sample;
  const count = unasked(language.cautions?.(sample.code) ?? [], utterance).length;
  return count === 0 ? sample : { ...sample, probability: sample.probability * UNASKED };
}
