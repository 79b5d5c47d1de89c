import type { Manifest } from "../schema";

/** How much signal and noise a latent holds at noise time t: x_t = alpha x0 + sigma eps, alpha^2 + sigma^2 = 1. */
export interface NoiseLevel {
  /** Noise time in [0, 1]; 0 is the clean latent. */
  readonly t: number;
  readonly alpha: number;
  readonly sigma: number;
}

/** alphaBar(t) of a model. */
export interface Schedule {
  /** The level at noise time t in [0, 1]; at 0 it is exactly (alpha 1, sigma 0). */
  level(t: number): NoiseLevel;
}

/**
 * The logarithm of the signal-to-noise ratio at t in (0, 1] under the cosine schedule, shifted towards noise:
 * -2 ln tan(pi t / 2) - 2 ln noiseFactor, clamped to ±maxLogSnr.
 */
export function logSnr(t: number, constants: Manifest["schedule"]): number {
  const value = -2 * Math.log(Math.tan((Math.PI * t) / 2)) - 2 * Math.log(constants.noiseFactor);
  return Math.min(constants.maxLogSnr, Math.max(-constants.maxLogSnr, value));
}

/** The schedule that the manifest's constants describe. */
export function shiftedCosine(constants: Manifest["schedule"]): Schedule {
  return {
    level(t) {
      if (t === 0) return { t, alpha: 1, sigma: 0 };
      const value = logSnr(t, constants);
      // Rounded to float32: Math.tan, log and exp may differ in the last bit of a double between engines.
      return { t, alpha: Math.fround(Math.sqrt(sigmoid(value))), sigma: Math.fround(Math.sqrt(sigmoid(-value))) };
    },
  };
}

/** The T times visited, evenly spaced from 1 down to 1/T. The time after the last is 0. */
export function times(steps: number): number[] {
  return Array.from({ length: steps }, (_, index) => (steps - index) / steps);
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
