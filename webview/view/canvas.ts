import type { StageFrame } from "../../extension/schema";
import { bandOf, cutOf, flipsOf, type Line, linesOf, type Piece, tokenLabel, visible } from "../model";
import { words } from "../words";
import { html, setText } from "./dom";

/** How one canvas is to be drawn. */
export interface CanvasLook {
  readonly frame: StageFrame;
  readonly previous: StageFrame | undefined;
  /** Positions that a branch holds; undefined where tokens are only to be looked at. */
  readonly pinned?: ReadonlySet<number>;
}

export interface Canvas {
  readonly element: HTMLElement;
  draw(look: CanvasLook): void;
}

/**
 * A frame as code: every token with its confidence, flips marked, PAD as quiet dots. From frame to frame elements are
 * used again and only what differs is written, so that five canvases keep pace with the clock.
 */
export function createCanvas(): Canvas {
  const element = html("div", { class: "code", translate: "no" });
  const empty = html("p", { class: "note" }, words.stageEmpty);
  const lines: HTMLElement[] = [];
  return {
    element,
    draw(look) {
      const { tokens } = look.frame;
      const marks = marksOf(look);
      const wanted = linesOf(tokens);
      empty.remove();
      while (lines.length > wanted.length) lines.pop()?.remove();
      for (const [index, line] of wanted.entries()) {
        const text = lines[index]?.firstElementChild ?? newLine(lines, element);
        drawLine(text, line, marks, look.pinned);
      }
      if (cutOf(tokens) === 0) element.append(empty);
    },
  };
}

/** The class of each position, without the kind of its piece. */
function marksOf({ frame, previous, pinned }: CanvasLook): readonly string[] {
  const flips = new Set(flipsOf(previous, frame).map(({ position }) => position));
  const cut = cutOf(frame.tokens);
  return frame.tokens.map(({ confidence }, position) =>
    [
      bandOf(confidence),
      flips.has(position) ? " flip" : "",
      position >= cut ? " cut" : "",
      pinned?.has(position) ? " pin" : "",
    ].join(""),
  );
}

function newLine(lines: HTMLElement[], parent: HTMLElement): Element {
  const text = html("span", { class: "line-text" });
  const line = html("div", { class: "line" }, text);
  parent.append(line);
  lines.push(line);
  return text;
}

function drawLine(
  parent: Element,
  line: Line,
  marks: readonly string[],
  pinned: ReadonlySet<number> | undefined,
): void {
  while (parent.childElementCount > line.length) parent.lastElementChild?.remove();
  for (const [index, piece] of line.entries()) {
    const element = parent.children[index] ?? parent.appendChild(html("span"));
    drawPiece(element, piece, marks[piece.position] ?? "", pinned);
  }
}

function drawPiece(
  element: Element,
  { kind, position, text }: Piece,
  mark: string,
  pinned: ReadonlySet<number> | undefined,
): void {
  const gap = kind === "space";
  setAttribute(element, "class", gap ? "gap" : `token ${kind} ${mark}`);
  // A newline is drawn by the style sheet as a sign before the line's end, so that it is not copied twice.
  setText(element, kind === "ink" ? visible(text) : gap ? text : "");
  setAttribute(element, "data-position", gap ? undefined : String(position));
  if (!pinned) return;
  setAttribute(element, "role", gap ? undefined : "button");
  setAttribute(element, "tabindex", gap ? undefined : "-1");
  setAttribute(element, "aria-pressed", gap ? undefined : String(pinned.has(position)));
  setAttribute(element, "aria-label", gap || text.trim() !== "" ? undefined : tokenLabel(text));
}

function setAttribute(element: Element, name: string, value: string | undefined): void {
  if (element.getAttribute(name) === (value ?? null)) return;
  if (value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value);
}
