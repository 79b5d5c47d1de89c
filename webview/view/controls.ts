import { becameValid, historyOf, SPEEDS } from "../model";
import { words } from "../words";
import type { Component, Dispatch } from "./component";
import { html } from "./dom";
import { type Icon, icon } from "./icons";

/** Play and pause, the jumps, and the speed. */
export function createControls(dispatch: Dispatch): Component {
  const play = button("play", words.key(words.play, "Space"), () => dispatch({ type: "toggle" }));
  play.classList.add("play");
  const back = [
    button("first", words.key(words.first, "Home"), () => dispatch({ type: "seek", frame: 0 })),
    button("previous", words.key(words.previous, "←"), () => dispatch({ type: "step", by: -1 })),
  ];
  const forth = [
    button("next", words.key(words.next, "→"), () => dispatch({ type: "step", by: 1 })),
    button("last", words.key(words.last, "End"), () => dispatch({ type: "last" })),
  ];
  const valid = button("valid", words.key(words.toValid, "V"), () => dispatch({ type: "valid" }));
  const speed = html("select", {}, ...SPEEDS.map((one) => html("option", { value: String(one) }, words.speedOf(one))));
  speed.addEventListener("change", () => dispatch({ type: "speed", speed: Number(speed.value) }));
  const element = html(
    "div",
    { class: "controls", role: "group", "aria-label": words.controls },
    html("div", { class: "transport" }, ...back, play, ...forth, valid),
    html("label", { class: "speed" }, words.speed, speed),
  );
  return {
    element,
    update(now, before) {
      const { frame } = now.state;
      const last = historyOf(now.state).frames.length - 1;
      // aria-disabled keeps the focus where it is when the clock reaches an end.
      for (const one of back) one.setAttribute("aria-disabled", String(frame === 0));
      for (const one of forth) one.setAttribute("aria-disabled", String(frame === last));
      play.setAttribute("aria-disabled", String(last === 0));
      if (historyOf(now.state) !== (before && historyOf(before.state)))
        valid.setAttribute("aria-disabled", String(becameValid(historyOf(now.state).frames) === undefined));
      speed.value = String(now.speed);
      if (now.playing === before?.playing) return;
      label(play, words.key(now.playing ? words.pause : words.play, "Space"));
      play.replaceChildren(icon(now.playing ? "pause" : "play"));
    },
  };
}

function button(name: Icon, text: string, act: () => void): HTMLButtonElement {
  const element = html("button", { type: "button", class: "tool" }, icon(name));
  label(element, text);
  element.addEventListener("click", () => {
    if (element.getAttribute("aria-disabled") !== "true") act();
  });
  return element;
}

function label(element: HTMLElement, text: string): void {
  element.setAttribute("aria-label", text);
  element.title = text;
}
