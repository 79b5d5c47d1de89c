import assert from "node:assert/strict";
import { join } from "node:path";
import type { GenerateRequest, Generator } from "../../../extension/contract";
import { branchRequest } from "../../../extension/editor/theatre/branch";
import { LiveRun, type LiveStage } from "../../../extension/editor/theatre/live";
import { createGenerator } from "../../../extension/pipeline";
import { type StageFrame, type TheatreState, theatreStateSchema } from "../../../extension/schema";

const STEPS = 6;
const REQUEST: GenerateRequest = {
  utterance: "sort the list `x` in descending order",
  language: "python",
  count: 2,
  steps: STEPS,
  seed: 7,
};

/** Everything that was shown, batch by batch. */
class Recorder implements LiveStage {
  readonly batches: { opened: TheatreState; steps: (readonly StageFrame[])[] }[] = [];

  update(opened: TheatreState): void {
    this.batches.push({ opened, steps: [] });
  }

  step(frames: readonly StageFrame[]): void {
    this.batches.at(-1)?.steps.push(frames);
  }
}

describe("the theatre on the released model", () => {
  let generator: Generator;
  before(() => {
    generator = createGenerator({ modelsDir: join(__dirname, "../../../models"), provider: "cpu" });
  });
  after(() => generator.dispose());

  it("follows a run live, from the readouts of the denoiser itself", async () => {
    const stage = new Recorder();
    const live = new LiveRun(
      REQUEST,
      () => generator.status(),
      () => stage,
    );
    await generator.generate(REQUEST, { onProgress: (progress) => live.follow(progress) });
    assert.ok(stage.batches.length > 0);
    for (const { opened, steps } of stage.batches) {
      assert.doesNotThrow(() => theatreStateSchema.parse(opened));
      assert.equal(opened.live, true);
      const [start, first] = opened.candidates[0]?.frames ?? [];
      assert.equal(start?.source, "nearest");
      assert.equal(opened.frame, 1, "the newest");
      const numbers = [first, ...steps.map(([one]) => one)];
      const from = numbers[0]?.step ?? 0;
      assert.ok(from > 0 && from <= STEPS);
      assert.deepEqual(
        numbers.map((frame) => frame?.step),
        Array.from({ length: from }, (_, at) => from - at),
      );
      for (const frame of steps.flat()) {
        assert.equal(frame.source, "readout");
        assert.equal(frame.editDistance, null);
      }
    }
    assert.equal(live.ended()?.live, false);
  });

  it("reads nothing out while nobody watches", async () => {
    const live = new LiveRun(
      REQUEST,
      () => generator.status(),
      () => undefined,
    );
    let asked = 0;
    const readouts = () => {
      asked += 1;
      return [];
    };
    live.follow({ phase: "denoising", step: 1, steps: 2, preview: [], readouts });
    assert.equal(asked, 0);
    assert.equal(live.ended(), undefined);
  });

  it("branches from a frame of a history, and holds what is pinned to the end", async () => {
    const result = await generator.generate(REQUEST);
    const [candidate] = result.candidates;
    assert.ok(candidate);
    const parent = await result.history(candidate);
    const frame = parent.frames.at(-3);
    assert.ok(frame);
    const request = branchRequest({ parent, frame, pinned: [0] }, 11);
    const branched = await generator.generate(request);
    const [offshoot] = branched.candidates;
    assert.ok(offshoot);
    const history = await branched.history(offshoot);
    const [start, ...steps] = history.frames;
    assert.deepEqual([start?.source, start?.step, steps[0]?.step], ["nearest", frame.step, frame.step]);
    assert.equal(steps[0]?.tokens.length, frame.tokens.length);
    for (const { tokens } of steps) assert.equal(tokens[0]?.id, frame.tokens[0]?.id);
  });
});
