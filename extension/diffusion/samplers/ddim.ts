import type { Sampler } from "./sampler";

/** Deterministic DDIM (Song et al. 2021, eta 0): the noise that the prediction implies is kept and scaled down. */
export const ddim: Sampler = {
  stochastic: false,
  next(latent, x0, from, to) {
    if (to.t === 0) return x0.slice();
    const next = new Float32Array(latent.length);
    for (let index = 0; index < next.length; index++) {
      const clean = x0[index] ?? 0;
      const noise = ((latent[index] ?? 0) - from.alpha * clean) / from.sigma;
      next[index] = to.alpha * clean + to.sigma * noise;
    }
    return next;
  },
};
