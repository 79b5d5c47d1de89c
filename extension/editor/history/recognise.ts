import { distance } from "fastest-levenshtein";
import type { Language } from "../../languages/language";
import { withoutIndent } from "../offer/insertion";

/** Share of the longer code that may have been edited before it counts as other code. */
const MOST_EDITED = 0.4;

/**
 * Whether `now` is still recognisably the code that was inserted as `then`: the same program, or one of which most has
 * stayed. Both stand behind `indent`.
 */
export function isRecognisable(now: string, then: string, indent: string, { normalise }: Language): boolean {
  if (now === then) return true;
  const [a, b] = [normalise(withoutIndent(now, indent)), normalise(withoutIndent(then, indent))];
  return a === b || distance(a, b) <= MOST_EDITED * Math.max(a.length, b.length);
}
