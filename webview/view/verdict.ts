import { words } from "../words";
import { html } from "./dom";
import { icon } from "./icons";

/** Validity as an icon and a word. */
export function verdict(valid: boolean): HTMLElement {
  const name = valid ? "valid" : "invalid";
  return html("span", { class: `verdict ${name}` }, icon(name), words.validity(valid));
}
