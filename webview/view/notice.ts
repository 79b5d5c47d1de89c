import { words } from "../words";
import { html } from "./dom";

export interface Notice {
  readonly element: HTMLElement;
  show(text: string): void;
  hide(): void;
}

/** A failure in words, above whatever is still good to show. */
export function createNotice(): Notice {
  const text = html("p");
  const dismiss = html("button", { type: "button", class: "dismiss" }, words.dismiss);
  const element = html("div", { class: "notice", role: "alert", hidden: "" });
  const hide = (): void => {
    element.hidden = true;
    element.replaceChildren();
  };
  dismiss.addEventListener("click", hide);
  return {
    element,
    hide,
    show(message) {
      text.textContent = message;
      element.hidden = false;
      element.replaceChildren(text, dismiss);
    },
  };
}
