import assert from "node:assert/strict";
import fc from "fast-check";
import type { TheatreState } from "../../../extension/schema";
import { type Action, frameMs, frameOf, historyOf, open, previousOf, reduce, SPEEDS } from "../../../webview/model";
import { sampleState } from "./theatre-page";

describe("playback", () => {
  const action: fc.Arbitrary<Action> = fc.oneof(
    fc.record({ type: fc.constant("seek" as const), frame: fc.nat(30) }),
    fc.record({ type: fc.constant("step" as const), by: fc.integer({ min: -20, max: 20 }) }),
    fc.record({ type: fc.constant("select" as const), candidate: fc.nat(6) }),
    fc.record({ type: fc.constant("selectBy" as const), by: fc.integer({ min: -4, max: 4 }) }),
    fc.record({ type: fc.constant("speed" as const), speed: fc.constantFrom(...SPEEDS) }),
    fc.constantFrom<Action>({ type: "last" }, { type: "toggle" }, { type: "tick" }),
  );
  /** Candidates of different lengths. */
  const uneven = (state: TheatreState): TheatreState => ({
    ...state,
    candidates: state.candidates.map((one, index) => ({ ...one, frames: one.frames.slice(-1 - index * 6) })),
  });

  it("always stands on a frame that exists, and never plays past the last", () => {
    const state = uneven(sampleState());
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30 }), fc.nat(9), fc.nat(30), (actions, selected, at) => {
        let now = open({ ...state, selected, frame: at });
        for (const each of [undefined, ...actions]) {
          if (each) now = reduce(now, each);
          const history = now.state.candidates[now.state.selected];
          assert.ok(history);
          assert.equal(historyOf(now.state), history);
          assert.ok(history.frames[now.state.frame]);
          assert.equal(frameOf(now.state), history.frames[now.state.frame]);
          assert.equal(previousOf(now.state), history.frames[now.state.frame - 1]);
          assert.ok(frameMs(now) > 0);
        }
      }),
    );
  });

  it("plays each frame once from the first when started at the end, then stops", () => {
    let now = reduce(open({ ...sampleState(), frame: 12 }), { type: "toggle" });
    const seen = [now.state.frame];
    while (now.playing && seen.length < 100) {
      now = reduce(now, { type: "tick" });
      seen.push(now.state.frame);
    }
    assert.deepEqual(seen, [...Array(13).keys()]);
    assert.deepEqual(reduce(now, { type: "tick" }), now, "a late tick changes nothing");
  });

  it("does not play a single frame", () => {
    const now = open(uneven(sampleState()));
    assert.equal(reduce(now, { type: "toggle" }).playing, false);
  });
});
