import { CodeFusionError } from "../../../extension/errors";
import type { AdjustDefaults } from "../../../extension/pipeline";
import { LANGUAGE_IDS } from "../../../extension/schema";

/** Decoding settings in place of the model's own; what is not named stays. */
export interface DecodingFlags {
  readonly guidance?: number;
  readonly temperature?: number;
  readonly oversampling?: number;
  readonly buckets?: number;
  readonly recallTime?: number;
  /** False: no sample starts from a remembered example. */
  readonly recall: boolean;
  /** How many remembered examples E looks at, in every language. */
  readonly conditioning?: number;
  /** Where samples go to be judged anew: what is offered of them then depends on no confidence. */
  readonly writeSamples?: string;
}

/**
 * The model's defaults with these flags in their place.
 * @throws CodeFusionError bad-input for a temperature of 0, and (when called) for a recall time of a model that starts
 *   from no example
 */
export function adjustDefaults(flags: DecodingFlags): AdjustDefaults {
  const { recall, recallTime, conditioning, guidance, temperature, oversampling, buckets, writeSamples } = flags;
  if (temperature === 0)
    throw new CodeFusionError("bad-input", "the temperature is 0", "give the model a temperature above 0");
  return ({ recall: ownRecall, leastConfidence, ...own }) => {
    if (recallTime !== undefined && (!recall || !ownRecall))
      throw new CodeFusionError("bad-input", "no sample starts from an example here", "leave --recall-time out");
    const adjusted = ownRecall && {
      ...ownRecall,
      ...(recallTime !== undefined && { time: recallTime }),
    };
    return {
      ...own,
      ...(leastConfidence && writeSamples === undefined && { leastConfidence }),
      guidance: guidance ?? own.guidance,
      temperature: temperature ?? own.temperature,
      oversampling: oversampling ?? own.oversampling,
      buckets: buckets ?? own.buckets,
      ...(recall && adjusted && { recall: adjusted }),
      ...(conditioning !== undefined && { conditioning: everywhere(conditioning) }),
    };
  };
}

const everywhere = (examples: number) => Object.fromEntries(LANGUAGE_IDS.map((id) => [id, examples]));
