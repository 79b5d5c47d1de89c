import { flipsOf, frameOf, previousOf, tokenLabel } from "../model";
import { words } from "../words";
import { type Component, moved } from "./component";
import { html } from "./dom";

/** While the clock runs nobody reads further, and making a hundred of them anew takes a third of a frame's time. */
const MOST_WHILE_PLAYING = 16;

/** The flips of the frame in words: which token gave way to which. */
export function createChanges(): Component {
  const list = html("ul", { "aria-label": words.flipped, tabindex: "0" });
  const element = html("div", { class: "changes" }, html("span", { class: "label" }, words.changes), list);
  return {
    element,
    update(now, before) {
      if (!moved(now, before) && now.playing === before?.playing) return;
      const previous = previousOf(now.state);
      const flips = flipsOf(previous, frameOf(now.state));
      const items = flips
        .slice(0, now.playing ? MOST_WHILE_PLAYING : flips.length)
        .map((flip) =>
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
