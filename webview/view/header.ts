import { historyOf, stepsTaken } from "../model";
import { words } from "../words";
import { type Component, recast } from "./component";
import { html, setText } from "./dom";

/** What was asked, and what answered: utterance, language, model, backend, seed and number of steps; and the views. */
export function createHeader(views: HTMLElement): Component {
  const title = html("h1");
  const facts = html("p", { class: "facts" });
  return {
    element: html("header", {}, html("div", { class: "asked" }, title, facts), views),
    update(now, before) {
      if (!recast(now, before)) return;
      const history = historyOf(now.state);
      const { utterance, language, modelId, backend, seed, steps, startedFrom, stream } = history;
      setText(title, utterance);
      const parts = [
        words.language(language),
        stream ? words.written(stream, modelId, backend.host ?? backend.provider) : modelId,
        `${backend.kind}, ${backend.provider}`,
        words.seed(seed),
        startedFrom === undefined ? "" : words.startedFrom(startedFrom),
        now.state.live || stream ? "" : words.steps(stepsTaken(history), steps),
      ];
      const live = now.state.live ? [html("span", { class: "live" }, words.live)] : [];
      facts.replaceChildren(...live, ...parts.filter((part) => part !== "").map((part) => html("span", {}, part)));
    },
  };
}
