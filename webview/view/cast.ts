import type { History } from "../../extension/schema";
import { historyOf, isValid, visible } from "../model";
import { words } from "../words";
import { type Component, type Dispatch, recast } from "./component";
import { html } from "./dom";
import { STAGE_ID } from "./stage";
import { verdict } from "./verdict";

/** The candidates with final code, score and validity; one of them is on the stage and can be used. */
export function createCast(dispatch: Dispatch, use: () => void): Component {
  const title = html("h2", { id: "cast-title" }, words.candidates);
  const list = html("div", { class: "cast-list", role: "tablist", "aria-orientation": "vertical" });
  list.setAttribute("aria-labelledby", title.id);
  const useButton = html("button", { type: "button", class: "use" }, words.use);
  useButton.addEventListener("click", use);
  const element = html("aside", { class: "cast", "aria-labelledby": title.id }, title, list, useButton);
  return {
    element,
    update(now, before) {
      if (!recast(now, before)) return;
      const { candidates, selected } = now.state;
      const hadFocus = list.contains(document.activeElement);
      if (candidates !== before?.state.candidates) {
        list.replaceChildren(...candidates.map((candidate, index) => tab(candidate, index, dispatch)));
      }
      for (const [index, one] of [...list.children].entries()) {
        one.setAttribute("aria-selected", String(index === selected));
        one.setAttribute("tabindex", index === selected ? "0" : "-1");
      }
      const current = list.children[selected];
      current?.scrollIntoView({ block: "nearest" });
      if (hadFocus && current instanceof HTMLElement) current.focus();
      useButton.title = words.useHelp(selected + 1);
      useButton.setAttribute("aria-label", words.useHelp(selected + 1));
      useButton.disabled = historyOf(now.state).code === "";
    },
  };
}

function tab(candidate: History, index: number, dispatch: Dispatch): HTMLElement {
  const code = candidate.code === "" ? words.emptyCode : visible(candidate.code);
  const element = html(
    "button",
    { type: "button", class: "candidate", role: "tab", "aria-controls": STAGE_ID },
    html("span", { class: "number" }, String(index + 1)),
    html("code", { translate: "no" }, code),
    html("span", { class: "meta" }, verdict(isValid(candidate)), html("span", {}, words.score(candidate.score))),
  );
  element.addEventListener("click", () => dispatch({ type: "select", candidate: index }));
  return element;
}
