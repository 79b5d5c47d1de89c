import type { Sampler } from "./sampler";

/** Ancestral sampling (Ho et al. 2020; DDIM with eta 1): a draw from the posterior of x_s given x_t and x0. */
export const ddpm: Sampler = {
  stochastic: true,
  next(latent, x0, from, to, noise) {
    if (to.t === 0) return x0.slice();
    if (noise?.length !== latent.length) throw new RangeError("the ddpm sampler needs noise of the latent's shape");
    const kept = Math.max(0, 1 - (from.alpha / to.alpha) ** 2);
    const fresh = (to.sigma / from.sigma) * Math.sqrt(kept);
    const old = Math.sqrt(Math.max(0, to.sigma ** 2 - fresh ** 2));
    const next = new Float32Array(latent.length);
    for (let index = 0; index < next.length; index++) {
      const clean = x0[index] ?? 0;
      const implied = ((latent[index] ?? 0) - from.alpha * clean) / from.sigma;
      next[index] = to.alpha * clean + old * implied + fresh * (noise[index] ?? 0);
    }
    return next;
  },
};
