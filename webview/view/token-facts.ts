import type { TheatreState } from "../../extension/schema";
import { cutOf, flipsOf, frameOf, percent, previousOf, tokenLabel } from "../model";
import { words } from "../words";

/** A term and what is said of it. */
export type Fact = readonly [term: string, text: string];

/** Everything there is to say of one canvas position of the frame on the stage. */
export function tokenFacts(state: TheatreState, position: number): readonly Fact[] {
  const { tokens } = frameOf(state);
  const token = tokens[position];
  if (!token) return [];
  const flip = flipsOf(previousOf(state), frameOf(state)).find((one) => one.position === position);
  const facts: Fact[] = [[tokenLabel(token.text), words.confidentOf(percent(token.confidence))]];
  if (flip) facts.push([words.replaced, `${tokenLabel(flip.before.text)} (${percent(flip.before.confidence)})`]);
  for (const { text, confidence } of token.alternatives ?? [])
    facts.push([words.instead, `${tokenLabel(text)} (${percent(confidence)})`]);
  facts.push([words.position(position), ""]);
  if (state.pinned.includes(position)) facts.push([words.pinned, ""]);
  if (position >= cutOf(tokens)) facts.push([words.cutOff, ""]);
  return facts;
}
