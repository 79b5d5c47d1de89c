import { distance } from "fastest-levenshtein";
import { decodeSamples, judge, type Setting } from "../candidates";
import { times } from "../diffusion";
import { CodeFusionError } from "../errors";
import type { Backend } from "../inference";
import { type Model, readSlotChar } from "../model";
import type { Candidate, GenerateRequest } from "../pipeline";
import type { Frame, FrameToken, History } from "../schema";
import type { Conditioning, Trajectory } from "./draw";

/** Decodes trajectories into frames, on demand and in one batch each, so that no candidate waits for its history. */
export class TrajectoryReader {
  private readonly known = new Map<number, Promise<readonly Frame[]>>();

  constructor(
    private readonly backend: Backend,
    private readonly model: Model,
    private readonly setting: Setting,
    private readonly conditioning: Conditioning,
    private readonly trajectories: readonly Trajectory[],
  ) {}

  /**
   * Frames T … 1 and the final decode of one sample.
   * @throws CodeFusionError bad-input where the run has no such sample, and whatever the backend throws
   */
  frames(index: number | undefined, finalCode: string): Promise<readonly Frame[]> {
    const trajectory = index === undefined ? undefined : this.trajectories[index];
    if (index === undefined || trajectory === undefined)
      throw new CodeFusionError("bad-input", "this candidate is not of this run", "use a candidate of the result");
    const known = this.known.get(index);
    if (known) return known;
    const reading = this.read(trajectory, finalCode);
    this.known.set(index, reading);
    reading.catch(() => this.known.delete(index));
    return reading;
  }

  private async read({ x0s, n, steps }: Trajectory, finalCode: string): Promise<readonly Frame[]> {
    const m = this.model.manifest.topM;
    const decoded = await this.backend.decode({ ...this.conditioning, n, latents: x0s });
    const visited = times(steps);
    const samples = decodeSamples(
      { ...decoded, n, m },
      visited.map(() => 0),
      0,
      this.model.code,
    );
    const frames = samples.map((sample, at): Frame => {
      const { code, fault } = judge({ ...sample, others: () => [] }, this.setting);
      const tokens = Array.from({ length: n }, (_, position) => {
        const from = (at * n + position) * m;
        return this.token(decoded.ids[from] ?? 0, decoded.logProbs[from] ?? 0);
      });
      return {
        step: steps - at,
        t: visited[at] ?? 0,
        source: "decoder",
        tokens,
        code,
        valid: fault === undefined,
        editDistance: distance(code, finalCode) / Math.max(1, code.length, finalCode.length),
      };
    });
    const last = frames[frames.length - 1];
    return last ? [...frames, { ...last, step: 0, t: 0, code: finalCode, valid: true, editDistance: 0 }] : frames;
  }

  /** A token as a person reads it: slots show the literal they stand for. */
  private token(id: number, logProb: number): FrameToken {
    const text = [...this.model.code.decode([id])].map((char) => {
      const slot = readSlotChar(char);
      if (!slot) return char;
      return slot.kind === "column" ? `c[${slot.index}]` : (this.setting.slots[slot.index]?.value ?? "…");
    });
    return { text: text.join(""), confidence: Math.min(1, Math.exp(logProb)) };
  }
}

/** The record that hover and theatre show. */
export function historyOf(
  request: GenerateRequest,
  candidate: Candidate,
  steps: number,
  modelId: string,
  backend: History["backend"],
  frames: readonly Frame[],
): History {
  const { utterance, language } = request;
  const { code, score, seed } = candidate;
  return { version: 1, utterance, language, code, score, seed, steps, modelId, backend, frames: [...frames] };
}
