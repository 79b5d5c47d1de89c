import type { FrameToken, TheatreState } from "../../extension/schema";
import { cutOf, flipsOf, frameOf, percent, previousOf, tokenLabel } from "../model";
import { words } from "../words";

/** A term, the token that it speaks of, and what is said of it. */
export interface Fact {
  readonly term?: string;
  readonly token?: string;
  readonly text?: string;
}

type Reading = Pick<FrameToken, "text" | "confidence">;

/** Everything there is to say of one canvas position of the frame on the stage. */
export function tokenFacts(state: TheatreState, position: number): readonly Fact[] {
  const { tokens } = frameOf(state);
  const token = tokens[position];
  if (!token) return [];
  const flip = flipsOf(previousOf(state), frameOf(state)).find((one) => one.position === position);
  const reading = ({ text, confidence }: Reading, say = (share: string) => share) => ({
    token: tokenLabel(text),
    ...(confidence !== undefined && { text: say(percent(confidence)) }),
  });
  return [
    reading(token, words.confidentOf),
    ...(flip ? [{ term: words.replaced, ...reading(flip.before) }] : []),
    ...(token.alternatives ?? []).map((other) => ({ term: words.instead, ...reading(other) })),
    { text: words.position(position) },
    ...(state.pinned.includes(position) ? [{ text: words.pinned }] : []),
    ...(position >= cutOf(tokens) ? [{ text: words.cutOff }] : []),
  ];
}
