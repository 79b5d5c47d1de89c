import type { Setting } from "./judge";
import type { JudgedSample } from "./sample";

/** What a sample weighs that heard but a part of the utterance: enough to stand behind all that heard the whole. */
const PARTIAL = 0.02;

/**
 * The sample with the probability it deserves where words of the utterance were hidden from it; one that then speaks of what
 * neither the utterance nor the table holds is a fault.
 */
export function weighPartial(sample: JudgedSample, { language, utterance, table = [] }: Setting): JudgedSample {
  if (!sample.partial) return sample;
  const known = [utterance, ...table.flat()].join("\n");
  const invents = sample.fault === undefined && (language.invents?.(sample.code, known) ?? false);
  return {
    ...sample,
    probability: sample.probability * PARTIAL,
    ...(invents && { fault: "it speaks of what nobody named" }),
  };
}
