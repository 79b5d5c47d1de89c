import type { FrameToken, History } from "./frames";

/** As much of a frame as tells whether something changed. */
interface Look {
  readonly tokens: readonly Pick<FrameToken, "text">[];
  readonly code: string;
}

/** As much of a history, a cast member's too, as tells what changed on its way. */
export interface Course extends Pick<History, "code" | "startedFrom"> {
  readonly frames: readonly Look[];
}

/** How much changed on the way: the tokens that flipped from frame to frame, in canvases; 0 where every frame is the same. */
export function changeOf({ frames }: Pick<Course, "frames">): number {
  return frames.reduce((sum, { tokens }, at) => {
    const before = frames[at - 1]?.tokens ?? tokens;
    const flipped = tokens.filter(({ text }, position) => text !== before[position]?.text);
    return sum + flipped.length / Math.max(1, tokens.length);
  }, 0);
}

/** Whether a remembered example came back as it was: it was noised a little, and every frame reads as the result. */
export function isRecall({ frames, code, startedFrom }: Course): boolean {
  return startedFrom === "example" && frames.every((frame) => frame.code === code);
}

/**
 * The member of a cast whose way is most worth watching: of those offered the one that changed most; a sample that was
 * not offered only where each of those is a recall.
 * @returns an index; undefined where nothing changed on any way
 */
export function liveliestOf(cast: readonly (Course & Pick<History, "rejected">)[]): number | undefined {
  const order = cast
    .map((member, index) => ({
      index,
      offered: member.rejected === undefined,
      change: isRecall(member) ? 0 : changeOf(member),
    }))
    .filter(({ change }) => change > 0)
    .sort((a, b) => Number(b.offered) - Number(a.offered) || b.change - a.change);
  return order[0]?.index;
}
