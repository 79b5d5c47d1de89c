import type { TheatreState } from "../../extension/schema";
import { historyOf, momentOf, type Series, standingAt } from "../model";

/** Side by side, the edit distances of the others who stand there, at the moments of the selected candidate's frames. */
export function otherDistances(state: TheatreState): readonly Series[] {
  if (state.view !== "side") return [];
  const moments = historyOf(state).frames.map(momentOf);
  return state.compared
    .filter((candidate) => candidate !== state.selected)
    .map((candidate) =>
      moments.map((moment) => {
        const standing = standingAt(state.candidates, candidate, moment);
        return state.candidates[standing.candidate]?.frames[standing.frame]?.editDistance ?? undefined;
      }),
    );
}
