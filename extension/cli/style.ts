import { styleText } from "node:util";
import type { Output } from "./context";

/** Paints text where the output shows colours and NO_COLOR is not set. */
export type Paint = (format: "bold" | "dim" | "cyan" | "green" | "red", text: string) => string;

/** The paint for one output. */
export function paintFor(output: Output): Paint {
  const colours = output.isTTY === true && output.hasColors?.() === true;
  return (format, text) => (colours ? styleText(format, text) : text);
}

/** Characters that turn the direction of what follows, so that code reads otherwise than it runs (CVE-2021-42574). */
const BIDI = "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069";
const COMMANDING = new RegExp(`[^\\P{Cc}\\n\\t]|[${BIDI}]`, "gu");

/** Text for a terminal: control characters, which could command it or turn its direction, are made visible. */
export function harmless(code: string): string {
  return code.replace(COMMANDING, "\ufffd");
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{10000}-\u{10ffff}]/u;

/** `text` on one line, cut to `width` terminal columns; control characters, which could move the cursor, are left out. */
export function fitLine(text: string, width: number): string {
  const shown = text
    .replace(/\s*\n\s*/g, " ⏎ ")
    .replace(/\s/g, " ")
    .replace(COMMANDING, "");
  let columns = 0;
  let line = "";
  for (const character of shown) {
    columns += WIDE.test(character) ? 2 : 1;
    if (columns > width) return `${[...line].slice(0, -1).join("")}…`;
    line += character;
  }
  return line;
}
