import type { Candidate, GenerateRequest, RejectedSample } from "../contract";
import { times } from "../diffusion";
import { CodeFusionError } from "../errors";
import type { Backend } from "../inference";
import { normalisedDistance } from "../languages/text";
import type { Model } from "../model";
import { decodeSamples, judge, type Setting } from "../rank";
import type { Frame, History } from "../schema";
import type { Trajectory } from "./draw";
import { frameTokens } from "./frame-tokens";

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
   * Frames T … 1 and the final decode of one sample.
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

  /** T of one sample. */
  steps(index: number | undefined): number | undefined {
    return index === undefined ? undefined : this.trajectories[index]?.steps;
  }

  private async read(
    { x0s, n, steps, from, conditioning: { hidden, s } }: Trajectory,
    finalCode: string,
    valid: boolean,
  ): Promise<readonly Frame[]> {
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
    return last ? [...frames, { ...last, step: 0, t: 0, code: finalCode, valid, editDistance: 0 }] : frames;
  }
}

/** The record that hover and theatre show. */
export function historyOf(
  request: GenerateRequest,
  sample: Candidate | RejectedSample,
  { score, seed }: { readonly score: number; readonly seed: number },
  run: Pick<History, "steps" | "modelId" | "backend">,
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
    ...("reason" in sample && { rejected: sample.reason }),
    frames: [...frames],
  };
}
