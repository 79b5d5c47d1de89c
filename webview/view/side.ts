import type { TheatreState } from "../../extension/schema";
import { clockOf, isValid, meanConfidence, percent, shownOf, standingAt } from "../model";
import { words } from "../words";
import { type Canvas, createCanvas } from "./canvas";
import { type Component, type Dispatch, moved } from "./component";
import { html, setText } from "./dom";
import type { Turns } from "./turns";
import { verdict } from "./verdict";

interface Column {
  readonly element: HTMLElement;
  readonly canvas: Canvas;
  readonly note: HTMLElement;
}

/** Up to five cast members on one clock, each with its own canvas, which are drawn in turn. */
export function createSide(dispatch: Dispatch, turns: Turns): Component {
  const element = html("section", { class: "side", "aria-label": words.sideBySide, tabindex: "0" });
  let columns: readonly Column[] = [];
  /** What the columns stand for: the cast may change while another view is shown. */
  let cast: Pick<TheatreState, "candidates" | "compared"> | undefined;
  return {
    element,
    update(now, before) {
      if (now.state.view !== "side" || !moved(now, before)) return;
      const { candidates, compared } = now.state;
      if (compared !== cast?.compared || candidates !== cast.candidates) {
        cast = { candidates, compared };
        columns = compared.map((candidate) => newColumn(candidate, dispatch));
        const empty = html("p", { class: "note" }, words.sideEmpty);
        element.replaceChildren(...(columns.length > 0 ? columns.map((column) => column.element) : [empty]));
      }
      for (const [index, column] of columns.entries())
        turns.add(column, () => drawColumn(column, now.state, compared[index] ?? 0));
    },
  };
}

function drawColumn(column: Column, state: TheatreState, candidate: number): void {
  const { candidates, selected } = state;
  const { frame, previous } = shownOf(state, candidate);
  const standing = standingAt(candidates, candidate, clockOf(state));
  column.element.classList.toggle("selected", candidate === selected);
  column.element.classList.toggle("waiting-branch", standing.candidate !== candidate);
  column.element.classList.toggle("rejected", !isValid(candidates[candidate]));
  column.canvas.draw({ frame, previous });
  const mean = meanConfidence(frame);
  const early = standing.candidate === candidate ? [] : [words.beforeBranch(standing.candidate + 1)];
  const share = html("span", {}, mean === undefined ? words.empty : percent(mean));
  column.note.replaceChildren(verdict(frame.valid), share, ...early);
}

function newColumn(candidate: number, dispatch: Dispatch): Column {
  const name = html("button", { type: "button", class: "column-name" });
  setText(name, words.candidate(candidate + 1));
  name.addEventListener("click", () => dispatch({ type: "select", candidate }));
  const note = html("p", { class: "column-note" });
  const canvas = createCanvas();
  const head = html("div", { class: "column-head" }, name, note);
  return { element: html("article", { class: "column" }, head, canvas.element), canvas, note };
}
