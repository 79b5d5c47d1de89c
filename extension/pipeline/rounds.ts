import type { Backend } from "../inference";
import type { Model } from "../model";
import {
  type DecodedSample,
  type JudgedSample,
  judgeAll,
  rawSample,
  type Selection,
  type Setting,
  select,
} from "../rank";
import type { Drawn } from "../schema";
import type { Conditioning } from "./conditioning";
import { type DrawOptions, drawBatch, type Trajectory } from "./draw";
import { type Batch, headFirst } from "./plan";

/** Rounds of sampling at most; later ones are drawn only where the earlier ones gave too few candidates. */
const ROUNDS = 3;
/** What is multiplied onto the temperature when most of what is missing was invalid, or was a repetition. */
const SHARPER = 0.6;
const FLATTER = 1.7;

/** The samples of a run and what was chosen of them. */
export interface Run {
  readonly selection: Selection;
  /** All samples as a samples file holds them, made when called. */
  readonly drawn: () => Drawn;
  /** By sample index. */
  readonly trajectories: readonly Trajectory[];
  readonly denoiseMs: number;
  readonly decodeMs: number;
}

export interface RoundOptions extends Omit<DrawOptions, "temperature" | "firstIndex" | "stepsBefore" | "stepsInAll"> {
  /** Called after every batch with what would be chosen if the run ended there. */
  readonly onSelection?: (selection: Selection) => void;
}

const startsFromExamples = ({ start }: Batch): boolean =>
  start?.canvases.some(({ similarity }) => similarity !== undefined) ?? false;

/**
 * Draws samples until there are enough distinct valid candidates, at most ROUNDS times. A round that lacked valid
 * samples is followed by a sharper one; a round of repetitions by a flatter one. Seeds go on counting.
 */
export async function drawRounds(
  backend: Backend,
  model: Model,
  setting: Setting,
  conditioning: Conditioning,
  plan: readonly Batch[],
  count: number,
  { onSelection, ...options }: RoundOptions,
): Promise<Run> {
  const samples: DecodedSample[] = [];
  const judged: JudgedSample[] = [];
  const trajectories: Trajectory[] = [];
  const stepsOf = ({ start, steps }: Batch) => start?.from ?? steps;
  let { temperature } = model.manifest.defaults;
  let denoiseMs = 0;
  let decodeMs = 0;
  for (let round = 1; ; round++) {
    // Examples say the same again; only noise says something new.
    const first = backend.kind === "local" ? headFirst(plan) : plan; // a server is a round trip away
    const batches = round === 1 ? first : plan.filter((drawn) => !startsFromExamples(drawn));
    const stepsInAll = batches.reduce((sum, batch) => sum + stepsOf(batch), 0);
    let stepsBefore = 0;
    for (const batch of batches) {
      const place = { temperature, firstIndex: trajectories.length, stepsBefore, stepsInAll };
      const drawn = await drawBatch(backend, model, setting, conditioning, batch, { ...options, ...place });
      samples.push(...drawn.samples);
      judged.push(...judgeAll(drawn.samples, setting));
      trajectories.push(...drawn.trajectories);
      denoiseMs += drawn.denoiseMs;
      decodeMs += drawn.decodeMs;
      stepsBefore += stepsOf(batch);
      onSelection?.(select(judged, setting, count));
    }
    const selection = select(judged, setting, count);
    if (selection.isEnough || round === ROUNDS) {
      const drawn = () => drawnOf(samples, judged, trajectories, setting);
      return { selection, drawn, trajectories, denoiseMs, decodeMs };
    }
    const invalid = judged.filter(({ fault }) => fault !== undefined).length;
    temperature *= invalid > judged.length / 2 ? SHARPER : FLATTER;
  }
}

/** @param judged those of `samples`, in the same order */
function drawnOf(
  samples: readonly DecodedSample[],
  judged: readonly JudgedSample[],
  trajectories: readonly Trajectory[],
  { noiseWeight }: Setting,
): Drawn {
  const raw = samples.flatMap((sample, at) => {
    const [verdict, trajectory] = [judged[at], trajectories[at]];
    return verdict && trajectory ? [rawSample(sample, verdict, trajectory.n)] : [];
  });
  return { samples: raw, ...(noiseWeight !== undefined && { noiseWeight }) };
}
