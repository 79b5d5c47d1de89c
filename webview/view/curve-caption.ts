import { words } from "../words";
import { dot } from "./curve-drawing";
import { html, svg } from "./dom";

/** What each line and mark of the plot means, drawn as the plot draws it. */
export function captionOf(): HTMLElement {
  const key = (text: string, ...marks: SVGElement[]) =>
    html("span", { class: "key" }, svg("svg", { "aria-hidden": "true", viewBox: "-9 -4.5 18 9" }, ...marks), text);
  const stroke = (name: string, d: string) => svg("path", { class: name, d });
  return html(
    "figcaption",
    { class: "caption" },
    key(words.curveDistance, stroke("trace distance", "M-9 0H9")),
    key(words.curveConfidence, stroke("trace confidence", "M-9 0H9")),
    key(words.curveFlips, stroke("flips", "M-4 4V-2M4 4V0")),
    key(words.validity(true), dot(0, 0, true)),
    key(words.validity(false), dot(0, 0, false)),
  );
}
