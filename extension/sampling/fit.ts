import { gaussianNoise, shiftedCosine } from "../diffusion";
import type { Backend } from "../inference";
import type { Model } from "../model";
import type { Conditioning } from "./draw";
import { canvasFor, onCanvas } from "./plan";

/** Steps of FIT_STEPS at which code is re-noised to see how well N finds it again. */
export const FIT_AT = [6, 5, 3] as const;
export const FIT_STEPS = 8;
/** The same noise for every program and every run, so that programs differ by what they say alone. */
const NOISE_SEED = 20231026;

/**
 * How well the denoiser knows each program under the utterance: the program is re-noised to some times, N predicts the
 * clean latent once, and its squared distance from the program's own latents is averaged over positions. A surrogate of
 * the diffusion likelihood, which D's confidence in what N has already decided is not.
 * @param programs slotted code
 * @returns per program and time of FIT_AT a distance in about [0, 2], 0 for certainty; undefined for a program that no
 *   canvas holds
 */
export async function fitOf(
  backend: Backend,
  model: Model,
  { hidden, s }: Conditioning,
  programs: readonly string[],
  signal?: AbortSignal,
): Promise<readonly (readonly number[] | undefined)[]> {
  const { manifest, code, embeddings } = model;
  const schedule = shiftedCosine(manifest.schedule);
  const dim = manifest.latentDim;
  const byLength = new Map<number, { program: number; ids: Int32Array; length: number }[]>();
  programs.forEach((slotted, program) => {
    const ids = code.encode(slotted);
    const n = canvasFor(ids.length + 1, manifest) ?? canvasFor(ids.length, manifest);
    if (n === undefined) return;
    const length = Math.min(n, ids.length + 1);
    byLength.set(n, [...(byLength.get(n) ?? []), { program, ids: onCanvas(ids, n, code.pad), length }]);
  });
  const fits: (readonly number[] | undefined)[] = programs.map(() => undefined);
  for (const [n, rows] of byLength) {
    const clean = Float32Array.from(rows.flatMap(({ ids }) => [...embeddings.latents(ids)]));
    const size = n * dim;
    const noise = gaussianNoise(NOISE_SEED, size);
    const distances: number[][] = rows.map(() => []);
    for (const step of FIT_AT) {
      const { alpha, sigma } = schedule.level(step / FIT_STEPS);
      const latents = clean.map((value, at) => alpha * value + sigma * (noise[at % size] ?? 0));
      const { x0s } = await backend.denoise(
        { ...{ hidden, s, n, noise: latents, steps: FIT_STEPS, from: step, to: step }, guidance: 1, temperature: 1 },
        signal ? { signal } : {},
      );
      for (const [row, { length }] of rows.entries()) {
        let sum = 0;
        for (let at = row * size; at < row * size + length * dim; at++) sum += ((x0s[at] ?? 0) - (clean[at] ?? 0)) ** 2;
        distances[row]?.push(sum / (length * dim));
      }
    }
    for (const [row, { program }] of rows.entries()) fits[program] = distances[row];
  }
  return fits;
}
