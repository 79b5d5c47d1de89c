import {
  bandOf,
  cutOf,
  type Flip,
  flipsOf,
  frameOf,
  type Line,
  linesOf,
  type Playback,
  percent,
  previousOf,
  tokenLabel,
  visible,
} from "../model";
import { words } from "../words";
import { type Component, moved } from "./component";
import { html } from "./dom";
import { createTip } from "./tip";

export const STAGE_ID = "stage";

/** The canvas of the frame as code: every token with its confidence, flips marked, PAD as quiet dots. */
export function createStage(): Component {
  const code = html("div", { class: "code", translate: "no" });
  const tip = createTip();
  const element = html(
    "section",
    { id: STAGE_ID, class: "stage", role: "tabpanel", "aria-label": words.stage, tabindex: "0" },
    code,
    tip.element,
  );
  let shown: Playback | undefined;
  element.addEventListener("pointerover", (event) => {
    const token = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-position]") : null;
    if (token && shown) tip.show(token, tokenFacts(shown, Number(token.dataset.position)));
    else tip.hide();
  });
  element.addEventListener("pointerleave", () => tip.hide());
  element.addEventListener("scroll", () => tip.hide());
  return {
    element,
    update(now, before) {
      if (!moved(now, before)) return;
      shown = now;
      tip.hide();
      const { tokens } = frameOf(now.state);
      const flips = new Map(flipsOf(previousOf(now.state), frameOf(now.state)).map((flip) => [flip.position, flip]));
      const cut = cutOf(tokens);
      const mark = (position: number) =>
        markOf(tokens[position]?.confidence ?? 0, flips.get(position), position >= cut);
      code.replaceChildren(...linesOf(tokens).map((line) => drawLine(line, mark)));
      if (cut === 0) code.append(html("p", { class: "note" }, words.stageEmpty));
    },
  };
}

function drawLine(line: Line, mark: (position: number) => string): HTMLElement {
  const pieces = line.map(({ kind, position, text }) => {
    if (kind === "space") return text;
    const attributes = { class: `token ${kind} ${mark(position)}`, "data-position": String(position) };
    // A newline is drawn by the style sheet as a sign before the line's end, so that it is not copied twice.
    return html("span", attributes, kind === "ink" ? visible(text) : "");
  });
  const content = html("span", { class: "line-text" }, ...pieces);
  return html("div", { class: "line" }, content);
}

function markOf(confidence: number, flip: Flip | undefined, cut: boolean): string {
  return [bandOf(confidence), flip ? "flip" : "", cut ? "cut" : ""].join(" ").trim();
}

function tokenFacts({ state }: Playback, position: number): readonly (readonly [string, string])[] {
  const { tokens } = frameOf(state);
  const token = tokens[position];
  if (!token) return [];
  const flip = flipsOf(previousOf(state), frameOf(state)).find((one) => one.position === position);
  const facts: [string, string][] = [[tokenLabel(token.text), words.confidentOf(percent(token.confidence))]];
  if (flip) facts.push([words.replaced, `${tokenLabel(flip.before.text)} (${percent(flip.before.confidence)})`]);
  facts.push([words.position(position), ""]);
  if (position >= cutOf(tokens)) facts.push([words.cutOff, ""]);
  return facts;
}
