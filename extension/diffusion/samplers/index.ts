/** The rules that go from one latent to the next, by name. */
import { ddim } from "./ddim";
import { ddpm } from "./ddpm";
import type { Sampler } from "./sampler";

export type { Sampler } from "./sampler";
export { ddim, ddpm };

export const SAMPLERS = { ddim, ddpm } as const satisfies Record<string, Sampler>;
export type SamplerId = keyof typeof SAMPLERS;
