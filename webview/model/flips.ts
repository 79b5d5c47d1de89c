import type { FrameToken, StageFrame } from "../../extension/schema";

/** A canvas position whose token is not what it was one frame earlier. */
export interface Flip {
  readonly position: number;
  readonly before: FrameToken;
  readonly after: FrameToken;
}

const PAD: FrameToken = { text: "", confidence: 0 };

/** Several parts of the page ask for the flips of the same frame. */
const known = new WeakMap<StageFrame, { readonly since: StageFrame; readonly flips: readonly Flip[] }>();

/**
 * The flips of `frame` since `previous`, by position. The first frame has none; a position that the previous frame
 * lacks counts as PAD there.
 */
export function flipsOf(previous: StageFrame | undefined, frame: StageFrame): readonly Flip[] {
  if (!previous) return [];
  const kept = known.get(frame);
  if (kept?.since === previous) return kept.flips;
  const flips = frame.tokens.flatMap((after, position) => {
    const before = previous.tokens[position] ?? PAD;
    return before.text === after.text ? [] : [{ position, before, after }];
  });
  known.set(frame, { since: previous, flips });
  return flips;
}
