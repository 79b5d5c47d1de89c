import { isRecall } from "../../extension/schema";
import { frameOf, historyOf, type Playback } from "../model";
import { words } from "../words";
import type { Component, Dispatch } from "./component";
import { html, setText } from "./dom";

/** What the user can do with what is on the stage. */
export interface Acts {
  /** False in an exported page, where nothing can be done but to copy by hand. */
  readonly possible: boolean;
  use(): void;
  branch(): void;
  copy(): void;
  exportJson(): void;
  exportSvg(): void;
  exportHtml(): void;
}

/** Use, branch, copy, export. */
export function createActing(acts: Acts, dispatch: Dispatch): Component {
  const use = button("use", words.use, "", acts.use);
  const branch = button("secondary branch", words.branch, "", () => {
    if (branch.getAttribute("aria-disabled") !== "true") acts.branch();
  });
  const unpin = button("secondary unpin", words.unpin, "", () => dispatch({ type: "unpin" }));
  const exports = html(
    "div",
    { class: "exports", role: "group", "aria-label": words.exports },
    html("span", { class: "label" }, words.exports),
    button("secondary", "JSON", words.exportJson, acts.exportJson),
    button("secondary", "SVG", words.exportSvg, acts.exportSvg),
    button("secondary", "HTML", words.exportHtml, acts.exportHtml),
  );
  const copy = button("secondary", words.copy, words.copyHelp, acts.copy);
  const element = html("section", { class: "acting", "aria-label": words.acting }, use, branch, unpin, copy, exports);
  element.hidden = !acts.possible;
  return {
    element,
    update(now, before) {
      if (now.state === before?.state && now.busy === before.busy) return;
      const { selected, pinned } = now.state;
      use.title = words.useHelp(selected + 1);
      use.setAttribute("aria-label", use.title);
      use.disabled = now.state.live || historyOf(now.state).code === "";
      const why = whyNoBranch(now);
      setText(
        branch,
        now.busy ? words.branchBusy : pinned.length > 0 ? words.branchPinned(pinned.length) : words.branch,
      );
      branch.title = why ?? words.branchHelp;
      branch.setAttribute("aria-disabled", String(why !== undefined));
      unpin.hidden = pinned.length === 0;
    },
  };
}

/** Why there can be no branch from this frame; undefined where there can. */
function whyNoBranch({ state, busy }: Playback): string | undefined {
  if (busy) return words.branchBusy;
  if (state.live) return words.branchNotLive;
  if (historyOf(state).stream) return words.branchServed;
  const frame = frameOf(state);
  if (frame.tokens.some(({ id }) => id === undefined)) return words.branchNoIds;
  if (frame.step > 0 || state.pinned.length > 0) return undefined;
  return isRecall(historyOf(state)) ? words.branchRecall : words.branchAtEnd;
}

function button(name: string, text: string, help: string, act: () => void): HTMLButtonElement {
  const element = html("button", { type: "button", class: name }, text);
  if (help) {
    element.title = help;
    element.setAttribute("aria-label", help.startsWith(text) ? help : `${text}: ${help}`);
  }
  element.addEventListener("click", act);
  return element;
}
