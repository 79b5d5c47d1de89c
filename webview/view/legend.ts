import { BANDS } from "../model";
import { words } from "../words";
import { html } from "./dom";

/** What the marks on the stage mean, drawn with the marks themselves. */
export function createLegend(): HTMLElement {
  const item = (sample: HTMLElement, text: string) => html("li", {}, sample, text);
  const bands = BANDS.map(({ name }) => item(html("span", { class: `token ink ${name}` }, "abc"), words.bands[name]));
  return html(
    "ul",
    { class: "legend", "aria-label": words.legend },
    html("li", { class: "legend-title" }, words.confidence),
    ...bands,
    item(html("span", { class: "token ink high flip" }, "abc"), words.flipped),
    item(html("span", { class: "token pad low" }), words.pad),
    item(html("span", { class: "token ink high cut" }, "abc"), words.cutLegend),
    item(html("span", { class: "token ink high pin" }, "abc"), words.pinLegend),
  );
}
