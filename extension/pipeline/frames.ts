import type { Candidate, GenerateRequest, RejectedSample } from "../contract";
import { times } from "../diffusion";
import { CodeFusionError, inEnglish } from "../errors";
import type { Backend } from "../inference";
import { normalisedDistance } from "../languages/text";
import type { Model } from "../model";
import { decodeSamples, judge, type Setting } from "../rank";
import type { Frame, History } from "../schema";
import type { Trajectory } from "./draw";
import { frameTokens, readCanvas } from "./read-canvas";
import { readStart } from "./starts";

/** Decodes trajectories into frames, on demand and in one batch each, so that no candidate waits for its history. */
export class TrajectoryReader {
  private readonly known = new Map<number, Promise<readonly Frame[]>>();

  constructor(
    private readonly backend: Pick<Backend, "decode">,
    private readonly model: Model,
    private readonly setting: Setting,
    private readonly trajectories: readonly Trajectory[],
  ) {}

  /**
   * What one sample's starting latent reads as, frames T … 1 and the final decode.
   * @throws CodeFusionError bad-input where the run has no such sample, and whatever the backend throws
   */
  frames(index: number | undefined, finalCode: string, valid: boolean): Promise<readonly Frame[]> {
    const trajectory = index === undefined ? undefined : this.trajectories[index];
    if (index === undefined || trajectory === undefined)
      throw new CodeFusionError("bad-input", "this sample is not of this run", "use a candidate of the result");
    const known = this.known.get(index);
    if (known) return known;
    const reading = this.read(trajectory, finalCode, valid);
    this.known.set(index, reading);
    reading.catch(() => this.known.delete(index));
    return reading;
  }

  /** T of one sample, and what it started from. */
  course(index: number | undefined): Pick<History, "steps" | "startedFrom"> | undefined {
    const trajectory = index === undefined ? undefined : this.trajectories[index];
    return trajectory && { steps: trajectory.steps, startedFrom: trajectory.start.startedFrom };
  }

  private async read(trajectory: Trajectory, finalCode: string, valid: boolean): Promise<readonly Frame[]> {
    const { x0s, n, steps, from } = trajectory;
    const { hidden, s } = trajectory.conditioning;
    const m = this.model.manifest.topM;
    const decoded = await this.backend.decode({ hidden, s, n, latents: x0s });
    const visited = times(steps).slice(steps - from);
    const samples = decodeSamples(
      { ...decoded, n, m },
      visited.map(() => 0),
      0,
      this.model.code,
    );
    const frames = samples.map((sample, at): Frame => {
      const { code, fault } = judge({ ...sample, others: () => [] }, this.setting);
      const first = at * n * m;
      const ids = decoded.ids.subarray(first, first + n * m);
      const probability = (place: number) => Math.exp(decoded.logProbs[first + place] ?? Number.NEGATIVE_INFINITY);
      const tokens = frameTokens({ n, m, ids, probability }, this.model.code, this.setting.slots);
      return {
        step: from - at,
        t: visited[at] ?? 0,
        source: "decoder",
        tokens,
        code,
        valid: fault === undefined,
        editDistance: normalisedDistance(code, finalCode),
      };
    });
    const last = frames[frames.length - 1];
    const final = last && { ...last, step: 0, t: 0, code: finalCode, valid, editDistance: 0 };
    return [this.readStart(trajectory, finalCode), ...frames, ...(final ? [final] : [])];
  }

  private readStart({ n, steps, from, start }: Trajectory, finalCode: string): Frame {
    const { ids, probabilities } = readStart(start, this.model);
    const probability = (at: number) => probabilities[at] ?? 0;
    const read = readCanvas({ n, m: 1, ids, probability }, this.model, this.setting);
    const editDistance = normalisedDistance(read.code, finalCode);
    return { step: from, t: from / steps, source: "nearest", ...read, editDistance };
  }
}

/** The record that hover and theatre show. */
export function historyOf(
  request: GenerateRequest,
  sample: Candidate | RejectedSample,
  { score, seed }: { readonly score: number; readonly seed: number },
  run: Pick<History, "steps" | "startedFrom" | "stream" | "modelId" | "backend">,
  frames: readonly Frame[],
): History {
  const { utterance, language, table } = request;
  return {
    version: 1,
    utterance,
    language,
    ...(table && { table }),
    code: sample.code,
    score,
    seed,
    ...run,
    ...("reason" in sample && { rejected: inEnglish(sample.reason) }),
    ...("example" in sample && { example: sample.example }),
    ...("confidence" in sample && sample.confidence !== undefined && { confidence: sample.confidence }),
    ...("evidence" in sample &&
      sample.evidence && { evidence: sample.evidence.map(({ text, values }) => ({ text, values: [...values] })) }),
    frames: [...frames],
  };
}
