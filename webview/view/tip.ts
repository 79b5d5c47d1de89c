import { html } from "./dom";
import type { Fact } from "./token-facts";

export interface Tip {
  readonly element: HTMLElement;
  /** Shows facts, one a row, beside `anchor`. */
  show(anchor: Element, rows: readonly Fact[]): void;
  hide(): void;
}

const GAP = 6;

/** A tooltip in the manner of the editor's hover; Escape hides it. */
export function createTip(): Tip {
  const element = html("div", { id: "tip", class: "tip", role: "tooltip", hidden: "" });
  const hide = (): void => {
    element.hidden = true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  return {
    element,
    hide,
    show(anchor, rows) {
      element.replaceChildren(
        ...rows.map(({ term, token, text }) => {
          const parts = [
            term ?? [],
            token === undefined ? [] : html("code", { translate: "no" }, token),
            text ?? [],
          ].flat();
          return html("div", {}, ...parts.flatMap((part, at) => (at > 0 ? [" ", part] : [part])));
        }),
      );
      element.hidden = false;
      const at = anchor.getClientRects()[0] ?? anchor.getBoundingClientRect();
      const { width, height } = element.getBoundingClientRect();
      const below = at.bottom + GAP + height <= innerHeight;
      const left = Math.max(GAP, Math.min(at.left, innerWidth - width - GAP));
      element.style.setProperty("left", `${left}px`);
      element.style.setProperty("top", `${below ? at.bottom + GAP : Math.max(GAP, at.top - GAP - height)}px`);
    },
  };
}
