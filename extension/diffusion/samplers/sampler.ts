import type { NoiseLevel } from "../schedule";

/** The rule that goes from x_t to the next latent. */
export interface Sampler {
  /** Whether `next` needs fresh noise at every step. */
  readonly stochastic: boolean;
  /**
   * The latent at the lower level `to`; x0 itself when `to.t` is 0.
   * @param latent x_t, any shape
   * @param x0 the model's prediction at x_t, the same shape
   * @param from the level of `latent`, t > 0
   * @param to the level to reach, t < from.t
   * @param noise standard normal numbers of the same shape; read by stochastic samplers alone
   */
  next(latent: Float32Array, x0: Float32Array, from: NoiseLevel, to: NoiseLevel, noise?: Float32Array): Float32Array;
}
