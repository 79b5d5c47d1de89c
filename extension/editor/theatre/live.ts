import type { GenerateProgress, GenerateRequest } from "../../contract";
import {
  type CastMember,
  openingState,
  type Readout,
  type StageFrame,
  type TheatreState,
  withFrames,
} from "../../schema";

/** Where a live run is shown. */
export interface LiveStage {
  /** A batch of samples begins. */
  update(state: TheatreState): void;
  /** One more step of the batch: a frame for each sample. */
  step(frames: readonly StageFrame[]): void;
}

/** Turns the progress of a run into what the theatre shows while it goes on: the readouts of its first samples. */
export class LiveRun {
  private state: TheatreState | undefined;
  /** Which samples are on the stage: another batch brings others. */
  private samples = "";
  /** What the batch under way started from, for a theatre that opens in its midst too. */
  private starts: GenerateProgress["starts"];

  /** @param backend what computes; asked for when the first step is there */
  constructor(
    private readonly request: GenerateRequest,
    private readonly backend: () => CastMember["backend"],
    private readonly stage: () => LiveStage | undefined,
  ) {}

  /** Shows this step where somebody watches; nothing is read out otherwise. */
  follow({ readouts, starts }: GenerateProgress): void {
    this.starts = starts ?? this.starts;
    const stage = readouts && this.stage();
    if (!stage) return;
    const readings = readouts();
    const first = readings[0];
    if (!first) return;
    const frames = readings.map(stageFrame);
    const samples = readings.map(({ sample }) => sample).join();
    if (this.state && samples === this.samples) {
      this.state = { ...this.state, candidates: withFrames(this.state.candidates, frames) };
      stage.step(frames);
    } else {
      this.samples = samples;
      const noise = this.starts?.().map(stageFrame) ?? [];
      this.state = this.opening(frames, noise, first.step);
      stage.update(this.state);
    }
  }

  /** What stands there when the run ended without a result; undefined where nobody watched. */
  ended(): TheatreState | undefined {
    return this.state && { ...this.state, live: false };
  }

  private opening(frames: readonly StageFrame[], starts: readonly StageFrame[], steps: number): TheatreState {
    const { utterance, language, seed } = this.request;
    const backend = this.backend();
    const members = frames.map(
      (frame, at): CastMember => ({
        version: 1,
        utterance,
        language,
        code: frame.code,
        score: 0,
        seed,
        steps: this.request.steps ?? steps,
        modelId: "",
        backend,
        frames: [...starts.slice(at, at + 1), frame],
      }),
    );
    const last = (members[0]?.frames.length ?? 1) - 1;
    return { ...openingState(members, 0, last), view: members.length > 1 ? "side" : "one", live: true };
  }
}

function stageFrame({ sample: _, ...frame }: Readout): StageFrame {
  return { ...frame, editDistance: null };
}
