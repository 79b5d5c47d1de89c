/** From an encoded utterance to samples and trajectories: plan, noise, denoising, decoding, frames. */
export { conditioningOf, withHiddenWords } from "./conditioning";
export type { Trajectory } from "./draw";
export { historyOf, TrajectoryReader } from "./frames";
export { type Batch, planBatches, planOrigin } from "./plan";
export { drawRounds, type Run } from "./rounds";
export { startsFrom } from "./starts";
