import type { TheatreState } from "../../extension/schema";
import { historyOf, type Series, standingAt } from "../model";

/** Side by side, the edit distances of the others who stand there, at the times of the selected candidate's frames. */
export function otherDistances(state: TheatreState): readonly Series[] {
  if (state.view !== "side") return [];
  const times = historyOf(state).frames.map((frame) => frame.t);
  return state.compared
    .filter((candidate) => candidate !== state.selected)
    .map((candidate) =>
      times.map((t) => {
        const standing = standingAt(state.candidates, candidate, t);
        return state.candidates[standing.candidate]?.frames[standing.frame]?.editDistance ?? undefined;
      }),
    );
}
