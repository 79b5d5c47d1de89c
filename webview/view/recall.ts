import { isRecall, liveliestOf } from "../../extension/schema";
import { historyOf, stepsTaken, visible } from "../model";
import { words } from "../words";
import { type Component, type Dispatch, recast } from "./component";
import { html, setText } from "./dom";

/**
 * In place of the clock where a remembered example came back as it was, for equal steps are nothing to watch: what
 * happened, and a way to the sample that changed most.
 */
export function createRecall(dispatch: Dispatch): Component {
  const told = html("p");
  const watch = html("button", { type: "button", class: "secondary" });
  const element = html("section", { class: "recall" }, html("h2", {}, words.recallTitle), told, watch);
  let liveliest: number | undefined;
  watch.addEventListener("click", () => {
    if (liveliest !== undefined) dispatch({ type: "select", candidate: liveliest });
  });
  return {
    element,
    update(now, before) {
      if (!recast(now, before)) return;
      const { candidates } = now.state;
      const history = historyOf(now.state);
      const recalled = isRecall(history);
      element.hidden = !recalled;
      element.closest(".house")?.classList.toggle("recalls", recalled);
      if (!recalled) return;
      const { example } = history;
      setText(told, words.recall(example === undefined ? undefined : visible(example), stepsTaken(history)));
      liveliest = liveliestOf(candidates);
      watch.hidden = liveliest === undefined;
      setText(watch, words.watchLiveliest((liveliest ?? 0) + 1));
    },
  };
}
