import { historyOf, visible } from "../model";
import { words } from "../words";
import { type Component, recast } from "./component";
import { html } from "./dom";

/** What speaks for the candidate on the stage, and against it. */
export function createEvidence(): Component {
  const title = html("h3", { id: "evidence-title" }, words.evidence);
  const list = html("ul");
  const element = html("section", { class: "evidence", "aria-labelledby": title.id }, title, list);
  return {
    element,
    update(now, before) {
      if (!recast(now, before)) return;
      const { evidence = [] } = historyOf(now.state);
      element.hidden = evidence.length === 0;
      list.replaceChildren(...evidence.map(({ text }) => html("li", {}, visible(text))));
    },
  };
}
