import { type DecodedSample, type Selection, type Setting, select } from "../candidates";
import type { Backend } from "../inference";
import type { Model } from "../model";
import { type Conditioning, type DrawOptions, drawSamples, type Trajectory } from "./draw";
import type { CanvasShare } from "./plan";

/** Rounds of sampling at most; later ones are drawn only where the earlier ones gave too few candidates. */
const ROUNDS = 3;
/** What is multiplied onto the temperature when most of what is missing was invalid, or was a repetition. */
const SHARPER = 0.6;
const FLATTER = 1.7;

/** The samples of a run and what was chosen of them. */
export interface Run {
  readonly selection: Selection;
  /** By sample index. */
  readonly trajectories: readonly Trajectory[];
  readonly denoiseMs: number;
  readonly decodeMs: number;
}

/**
 * Draws samples until there are enough distinct valid candidates, at most ROUNDS times. A round that lacked valid
 * samples is followed by a sharper one, a round of repetitions by a flatter one; seeds go on counting.
 */
export async function drawRounds(
  backend: Backend,
  model: Model,
  setting: Setting,
  conditioning: Conditioning,
  plan: readonly CanvasShare[],
  count: number,
  options: Omit<DrawOptions, "temperature" | "firstIndex">,
): Promise<Run> {
  const samples: DecodedSample[] = [];
  const trajectories: Trajectory[] = [];
  let temperature = model.manifest.defaults.temperature;
  let denoiseMs = 0;
  let decodeMs = 0;
  for (let round = 1; ; round++) {
    const drawn = await drawSamples(backend, model, setting, conditioning, plan, {
      ...options,
      temperature,
      firstIndex: samples.length,
    });
    samples.push(...drawn.samples);
    trajectories.push(...drawn.trajectories);
    denoiseMs += drawn.denoiseMs;
    decodeMs += drawn.decodeMs;
    const selection = select(samples, setting, count);
    if (selection.shortfall === undefined || round === ROUNDS) return { selection, trajectories, denoiseMs, decodeMs };
    const invalid = selection.judged.filter(({ fault }) => fault !== undefined).length;
    temperature *= invalid > samples.length / 2 ? SHARPER : FLATTER;
  }
}
