/** From an encoded utterance to samples and trajectories: canvas plan, noise, denoising, decoding, frames. */
export type { Conditioning, Trajectory } from "./draw";
export { historyOf, TrajectoryReader } from "./frames";
export { type CanvasShare, planCanvases } from "./plan";
export { drawRounds, type Run } from "./rounds";
