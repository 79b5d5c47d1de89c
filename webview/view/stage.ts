import { frameOf, type Playback, previousOf } from "../model";
import { words } from "../words";
import { createCanvas } from "./canvas";
import { type Component, type Dispatch, moved } from "./component";
import { html } from "./dom";
import { createTip } from "./tip";
import { tokenFacts } from "./token-facts";

const TOKEN = "[data-position]";

/** The selected candidate's canvas: a token tells its reading under the pointer and in focus, and a click pins it. */
export function createStage(dispatch: Dispatch): Component {
  const canvas = createCanvas();
  const tip = createTip();
  const element = html("section", { class: "stage", "aria-label": words.stage }, canvas.element, tip.element);
  let shown: Playback | undefined;
  /** The token that Tab goes to. */
  let stop: HTMLElement | undefined;

  const tell = (token: HTMLElement): void => {
    if (shown) tip.show(token, tokenFacts(shown.state, positionOf(token)));
  };
  const rest = (token: HTMLElement | undefined): void => {
    if (stop !== token) stop?.setAttribute("tabindex", "-1");
    stop = token;
    stop?.setAttribute("tabindex", "0");
  };
  const focused = (): HTMLElement | undefined => tokenAt(document.activeElement, element);

  element.addEventListener("pointerover", (event) => {
    const token = tokenAt(event.target, element);
    if (token) tell(token);
    else if (!focused()) tip.hide();
  });
  element.addEventListener("pointerleave", () => tip.hide());
  element.addEventListener("scroll", () => tip.hide());
  element.addEventListener("focusin", (event) => {
    const token = tokenAt(event.target, element);
    if (!token) return;
    rest(token);
    token.setAttribute("aria-describedby", tip.element.id);
    tell(token);
  });
  element.addEventListener("focusout", (event) => {
    tokenAt(event.target, element)?.removeAttribute("aria-describedby");
    tip.hide();
  });
  element.addEventListener("click", (event) => {
    const token = tokenAt(event.target, element);
    // Selecting text is no click on a token.
    if (token && getSelection()?.isCollapsed !== false) dispatch({ type: "pin", position: positionOf(token) });
  });
  element.addEventListener("keydown", (event) => {
    const token = tokenAt(event.target, element);
    if (!token || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0 && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    if (by === 0) return dispatch({ type: "pin", position: positionOf(token) });
    const tokens = [...element.querySelectorAll<HTMLElement>(TOKEN)];
    tokens[tokens.indexOf(token) + by]?.focus();
  });
  return {
    element,
    update(now, before) {
      if (now.state.view !== "one") return tip.hide();
      if (!moved(now, before)) return;
      shown = now;
      const focus = focused();
      const position = focus && positionOf(focus);
      tip.hide();
      const pinned = new Set(now.state.pinned);
      canvas.draw({ frame: frameOf(now.state), previous: previousOf(now.state), pinned });
      const first = element.querySelector<HTMLElement>(TOKEN) ?? undefined;
      if (position === undefined) return rest(stop?.isConnected && stop.matches(TOKEN) ? stop : first);
      // The focus stays on its position of the canvas, wherever that is now.
      const same = element.querySelector<HTMLElement>(`[data-position="${position}"]`) ?? first;
      rest(same);
      same?.focus();
      if (same) tell(same);
    },
  };
}

function tokenAt(target: unknown, stage: HTMLElement): HTMLElement | undefined {
  if (!(target instanceof Element) || !stage.contains(target)) return undefined;
  return target.closest<HTMLElement>(TOKEN) ?? undefined;
}

function positionOf(token: HTMLElement): number {
  return Number(token.dataset.position);
}
