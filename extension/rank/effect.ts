import type { Setting } from "./judge";
import type { JudgedSample } from "./sample";

/** What is left of a sample's probability where its code does nothing to the table beside the prompt. */
const IDLE = 0.05;

/** The sample with the probability it deserves beside a table: a rule that formats no cell of it is hardly what was meant. */
export function weighEffect(sample: JudgedSample, { language, table }: Setting): JudgedSample {
  if (table === undefined || sample.fault !== undefined || language.affects?.(sample.code, table) !== false)
    return sample;
  return { ...sample, probability: sample.probability * IDLE };
}
