import { flipsOf, frameOf, previousOf, tokenLabel } from "../model";
import { words } from "../words";
import { type Component, moved } from "./component";
import { html } from "./dom";

/** The flips of the frame in words: which token gave way to which. */
export function createChanges(): Component {
  const list = html("ul", { "aria-label": words.flipped, tabindex: "0" });
  const element = html("div", { class: "changes" }, html("span", { class: "label" }, words.changes), list);
  return {
    element,
    update(now, before) {
      if (!moved(now, before)) return;
      const previous = previousOf(now.state);
      const items = flipsOf(previous, frameOf(now.state)).map((flip) =>
        html(
          "li",
          {},
          html("del", {}, tokenLabel(flip.before.text)),
          " → ",
          html("ins", {}, tokenLabel(flip.after.text)),
        ),
      );
      const note = previous ? words.noChanges : words.firstFrame;
      list.replaceChildren(...(items.length > 0 ? items : [html("li", { class: "note" }, note)]));
    },
  };
}
