import type { GenerateProgress, GenerateRequest } from "../../pipeline";
import { type CastMember, type Frame, openingState, type TheatreState, withFrames } from "../../schema";

/** Where a live run is shown. */
export interface LiveStage {
  /** A batch of samples begins. */
  update(state: TheatreState): void;
  /** One more step of the batch: a frame for each sample. */
  step(frames: readonly Frame[]): void;
}

/** Turns the progress of a run into what the theatre shows while it goes on: the readouts of its first samples. */
export class LiveRun {
  private state: TheatreState | undefined;

  /** @param backend what computes; asked for when the first step is there */
  constructor(
    private readonly request: GenerateRequest,
    private readonly backend: () => CastMember["backend"],
    private readonly stage: () => LiveStage | undefined,
  ) {}

  /** Shows this step where somebody watches; nothing is read out otherwise. */
  follow({ readouts }: GenerateProgress): void {
    const stage = readouts && this.stage();
    if (!stage) return;
    const frames = readouts();
    const first = frames[0];
    if (!first) return;
    const last = this.state?.candidates[0]?.frames.at(-1);
    if (this.state && last && first.step < last.step && frames.length === this.state.candidates.length) {
      this.state = { ...this.state, candidates: withFrames(this.state.candidates, frames) };
      stage.step(frames);
    } else {
      // Another batch, of other samples, counts its steps from the start again.
      this.state = this.opening(frames, first.step);
      stage.update(this.state);
    }
  }

  /** What stands there when the run ended without a result; undefined where nobody watched. */
  ended(): TheatreState | undefined {
    return this.state && { ...this.state, live: false };
  }

  private opening(frames: readonly Frame[], steps: number): TheatreState {
    const { utterance, language, seed } = this.request;
    const backend = this.backend();
    const members = frames.map(
      (frame): CastMember => ({
        version: 1,
        utterance,
        language,
        code: frame.code,
        score: 0,
        seed,
        steps: this.request.steps ?? steps,
        modelId: "",
        backend,
        frames: [frame],
      }),
    );
    return { ...openingState(members), view: members.length > 1 ? "side" : "one", live: true };
  }
}
