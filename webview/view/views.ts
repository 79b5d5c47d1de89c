import { type View, viewSchema } from "../../extension/schema";
import { words } from "../words";
import type { Component, Dispatch } from "./component";
import { html } from "./dom";

/** Chooses how the cast is shown, and hides the views that are not chosen. */
export function createViews(dispatch: Dispatch, elements: Readonly<Record<View, HTMLElement>>): Component {
  const buttons = viewSchema.options.map((view) => {
    const button = html("button", { type: "button", class: "view" }, words.view(view));
    button.addEventListener("click", () => dispatch({ type: "view", view }));
    return { view, button };
  });
  const group = html("div", { class: "views", role: "group", "aria-label": words.views });
  group.append(...buttons.map(({ button }) => button));
  return {
    element: group,
    update(now, before) {
      if (now.state.view === before?.state.view) return;
      for (const { view, button } of buttons) {
        const chosen = view === now.state.view;
        button.setAttribute("aria-pressed", String(chosen));
        elements[view].hidden = !chosen;
      }
    },
  };
}
