import type { Candidate, GenerateRequest, GenerateResult, RejectedSample } from "../contract";
import { CodeFusionError, type Message, say } from "../errors";
import type { ChosenSample, Grounds, JudgedSample, Marker } from "../rank";
import type { Frame, History, Maker } from "../schema";
import { historyOf } from "./frames";
import type { Run } from "./rounds";

/** Samples with nothing valid among them: an error that still shows what was rejected, and why. */
class NoValidCandidateError extends CodeFusionError {
  constructor(
    readonly rejected: GenerateResult["rejected"],
    readonly samples: GenerateResult["samples"],
    reason: Message,
  ) {
    super("no-valid-candidate", reason, "say it differently, or try more steps or another seed");
  }
}

/** What is kept of how a run's samples came about, by the index of the sample. */
export interface HistoryReader {
  /** @throws CodeFusionError bad-input where the run has no such sample, and whatever reading it throws */
  frames(index: number | undefined, finalCode: string, valid: boolean): Promise<readonly Frame[]>;
  /** What a history tells besides its frames. */
  course(index: number | undefined): Partial<Pick<History, "steps" | "startedFrom" | "stream">> | undefined;
}

/** What a result tells of its run besides the samples. */
export interface Circumstances extends Pick<GenerateResult, "steps" | "model" | "backend" | "timings"> {
  readonly languageName: string;
  readonly marker: Marker;
  /** Absent where nobody knows how often candidates are right. */
  readonly trust?: Trust;
}

/** How often a candidate with these grounds is right; undefined where nobody knows. */
export type Trust = (grounds: Grounds) => number | undefined;

/**
 * A chosen sample as it is offered.
 * @param run who made what does not say otherwise of itself
 */
export function candidateOf(sample: ChosenSample, marker: Marker, run: Maker, trust?: Trust): Candidate {
  const { code, score, seed, evidence, by } = sample;
  const confidence = trust?.(sample.grounds);
  return {
    code,
    score,
    seed,
    valid: true,
    ...marker.of(sample),
    ...(confidence !== undefined && { confidence }),
    ...(evidence && { evidence }),
    madeBy: by ? { ...by, model: run.model } : run,
  };
}

/**
 * The outcome of a run; its samples can be told from each other, so that their frames and histories are found again.
 * @throws NoValidCandidateError where nothing can be offered
 */
export function resultOf(
  request: GenerateRequest,
  { selection }: Pick<Run, "selection">,
  { languageName, marker, trust, ...circumstances }: Circumstances,
  reader: HistoryReader,
): GenerateResult {
  const madeBy = { ...circumstances.backend, model: circumstances.model.id };
  const drawn = new Map<Candidate | RejectedSample, JudgedSample>();
  const rejected = selection.rejected.map(({ sample, reason }): RejectedSample => {
    const told = { code: sample.code, reason };
    drawn.set(told, sample);
    return told;
  });
  const candidates = selection.candidates.map((sample) => {
    const candidate = candidateOf(sample, marker, madeBy, trust);
    drawn.set(candidate, sample);
    return candidate;
  });
  const samples = selection.judged.map(({ code, rawValid, probability }) => ({
    code,
    valid: rawValid,
    score: probability,
  }));
  if (candidates.length === 0)
    throw new NoValidCandidateError(rejected, samples, say`none of ${samples.length} samples is valid ${languageName}`);
  const frames = (sample: Candidate | RejectedSample) => {
    const judged = drawn.get(sample);
    return reader.frames(judged?.index, sample.code, judged?.fault === undefined);
  };
  return {
    request,
    ...circumstances,
    candidates,
    rejected,
    samples,
    ...(selection.shortfall !== undefined && { shortfall: selection.shortfall }),
    frames,
    history: async (sample) => {
      const read = await frames(sample);
      const { index, probability = 0, seed = 0, by } = drawn.get(sample) ?? {};
      const { steps, model, backend } = circumstances;
      const of = { steps, ...reader.course(index), modelId: model.id, backend: by ?? backend };
      return historyOf(request, sample, { score: "score" in sample ? sample.score : probability, seed }, of, read);
    },
  };
}
