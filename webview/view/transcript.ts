import { isRecall } from "../../extension/schema";
import { describeFrame, flipsOf, historyOf, tokenLabel, visible } from "../model";
import { words } from "../words";
import { type Component, type Dispatch, recast } from "./component";
import { html } from "./dom";

/** Every frame of the selected candidate as plain text, for screen readers and for reading at one's own pace. */
export function createTranscript(dispatch: Dispatch): Component {
  const list = html("ol", { class: "frames" });
  const element = html("section", { class: "transcript", "aria-label": words.transcript, tabindex: "0" }, list);
  return {
    element,
    update(now, before) {
      if (now.state.view !== "text") return;
      const history = historyOf(now.state);
      const offset = isRecall(history) ? history.frames.length - 1 : 0;
      if (recast(now, before) || before?.state.view !== "text") {
        list.replaceChildren(
          ...history.frames.slice(offset).map((frame, at) => {
            const index = offset + at;
            const go = html("button", { type: "button", class: "frame-name" }, describeFrame(frame, history));
            go.addEventListener("click", () => dispatch({ type: "seek", frame: index }));
            const flips = flipsOf(history.frames[index - 1], frame).map(
              ({ before: old, after }) => `${tokenLabel(old.text)} → ${tokenLabel(after.text)}`,
            );
            const changed =
              flips.length > 0 ? [html("p", { class: "note" }, `${words.changes}: ${flips.join(", ")}`)] : [];
            const code = html("pre", { translate: "no" }, frame.code === "" ? words.emptyCode : visible(frame.code));
            return html("li", {}, go, code, ...changed);
          }),
        );
      }
      for (const [index, item] of [...list.children].entries()) {
        const here = offset + index === now.state.frame;
        if (here === (item.getAttribute("aria-current") === "step")) continue;
        if (!here) item.removeAttribute("aria-current");
        else {
          item.setAttribute("aria-current", "step");
          item.scrollIntoView({ block: "nearest" });
        }
      }
    },
  };
}
