import { deriveSeed } from "../diffusion";
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
import { type Conditioning, withHiddenWords } from "./conditioning";
import { type DrawOptions, drawBatch, type Trajectory } from "./draw";
import type { Batch } from "./plan";

/** Rounds of sampling at most; later ones are drawn only where the earlier ones gave too few candidates. */
const ROUNDS = 4;
/** What is multiplied onto the temperature when most of what is missing was invalid, or was a repetition. */
const SHARPER = 0.6;
const FLATTER = 1.7;
/** The share of the words that is hidden in the last round, where flatter ones gave too few answers. */
const HIDDEN = 0.9;
/** Samples of that round that hear the same words. */
const TOGETHER = 5;

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

/** The samples of a batch, TOGETHER at a time. */
const inParts = (batch: Batch): Batch[] =>
  Array.from({ length: Math.ceil(batch.samples / TOGETHER) }, (_, part) => ({
    ...batch,
    samples: Math.min(TOGETHER, batch.samples - part * TOGETHER),
  }));

/**
 * Draws samples until there are enough distinct valid candidates, at most ROUNDS times. A round that lacked valid
 * samples is followed by a sharper one; a round of repetitions by a flatter one, and at last by one that hears few of the
 * utterance's words beside its literals and columns. Seeds go on counting.
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
  let hidden = 0;
  let denoiseMs = 0;
  let decodeMs = 0;
  for (let round = 1; ; round++) {
    // Examples say the same again; only noise says something new.
    const fresh = round === 1 ? plan : plan.filter((drawn) => !startsFromExamples(drawn));
    const batches = hidden > 0 ? fresh.flatMap(inParts) : fresh;
    const stepsInAll = batches.reduce((sum, batch) => sum + stepsOf(batch), 0);
    let stepsBefore = 0;
    for (const batch of batches) {
      const place = { temperature, firstIndex: trajectories.length, stepsBefore, stepsInAll };
      const heard = withHiddenWords(conditioning, hidden, deriveSeed(options.seed, place.firstIndex));
      const drawn = await drawBatch(backend, model, setting, heard, batch, { ...options, ...place });
      samples.push(...drawn.samples);
      judged.push(...judgeAll(drawn.samples, setting));
      trajectories.push(...drawn.trajectories);
      denoiseMs += drawn.denoiseMs;
      decodeMs += drawn.decodeMs;
      stepsBefore += stepsOf(batch);
      onSelection?.(select(judged, setting, count));
    }
    const selection = select(judged, setting, count);
    if (selection.shortfall === undefined || round === ROUNDS) {
      const drawn = () => drawnOf(samples, judged, trajectories, setting);
      return { selection, drawn, trajectories, denoiseMs, decodeMs };
    }
    const invalid = judged.filter(({ fault }) => fault !== undefined).length;
    if (invalid > judged.length / 2) temperature *= SHARPER;
    else if (round + 1 < ROUNDS) temperature *= FLATTER;
    else [temperature, hidden] = [model.manifest.defaults.temperature, HIDDEN];
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
