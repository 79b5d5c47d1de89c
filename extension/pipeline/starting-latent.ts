import { gaussianNoise, type NoiseLevel, shiftedCosine } from "../diffusion";
import type { Model } from "../model";
import type { History } from "../schema";

/** What one sample starts from. It is small: the latent itself is made again when somebody asks for it. */
export interface SampleStart {
  /** The sample's own seed. */
  readonly seed: number;
  readonly n: number;
  /** Noise time of the first step, in (0, 1]. */
  readonly t: number;
  /** Token ids of the canvas that is re-noised, [n]; absent where the sample starts as noise alone. */
  readonly canvas?: Int32Array;
  readonly startedFrom: NonNullable<History["startedFrom"]>;
}

/** x at the first step's time: noise alone, or a canvas re-noised, [n, latentDim]. */
export function startingLatent({ seed, n, t, canvas }: SampleStart, model: Model): Float32Array {
  const noise = gaussianNoise(seed, n * model.manifest.latentDim);
  if (canvas === undefined) return noise;
  const { alpha, sigma } = levelOf(t, model);
  const clean = model.embeddings.latents(canvas);
  return noise.map((eps, at) => alpha * (clean[at] ?? 0) + sigma * eps);
}

/** What the starting latent reads as before the denoiser has seen it: the nearest tokens, [n]. */
export function readStart(start: SampleStart, model: Model): { ids: Int32Array; probabilities: Float32Array } {
  return model.embeddings.nearest(startingLatent(start, model), levelOf(start.t, model));
}

function levelOf(t: number, { manifest }: Model): NoiseLevel {
  return shiftedCosine(manifest.schedule).level(t);
}
