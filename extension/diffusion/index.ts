/** The arithmetic of diffusion: schedule, samplers, guidance, seeded noise and the denoising loop; no input or output. */
export * from "./guidance";
export * from "./random";
export * from "./samplers";
export * from "./schedule";
export * from "./trajectory";
