import type { Theme } from "../../extension/schema";
import type { Palette } from "../model/animation";
import { html } from "./dom";

/** The longest value of a variable that goes into an exported page. */
const LONGEST = 1000;

/** The editor's theme as it stands on this page. */
export function themeOfPage(): Theme {
  const { style } = document.documentElement;
  const variables: Record<string, string> = {};
  for (const name of style) {
    const value = style.getPropertyValue(name);
    if (/^--vscode-[\w-]+$/.test(name) && value.length <= LONGEST) variables[name] = value;
  }
  return { kind: document.body.className, variables };
}

/** The colours of this page, as they are after the style sheet. */
export function paletteOfPage(): Palette {
  const root = getComputedStyle(document.documentElement);
  const bands = ["low", "medium", "high"] as const;
  const plain = (name: string) => resolved(`var(${name})`);
  const letters = bands.map((band) => {
    const sample = html("span", { class: `token ink ${band}` });
    document.body.append(sample);
    const { color } = getComputedStyle(sample);
    sample.remove();
    return [band, plainRgb(color)] as const;
  });
  return {
    page: plain("--page"),
    text: plain("--text"),
    quiet: plain("--quiet"),
    accent: plain("--accent"),
    line: root.getPropertyValue("--line") ? plain("--line") : plain("--quiet"),
    letters: { low: "", medium: "", high: "", ...Object.fromEntries(letters) },
    bands: { low: plain("--low"), medium: plain("--medium"), high: plain("--high") },
  };
}

function resolved(value: string): string {
  const sample = html("span");
  sample.style.setProperty("color", value);
  document.body.append(sample);
  const { color } = getComputedStyle(sample);
  sample.remove();
  return plainRgb(color);
}

/** `color(srgb r g b)`, as mixtures are computed, in the form that every viewer of SVG reads. */
function plainRgb(color: string): string {
  const mixed = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)/.exec(color);
  if (!mixed) return color;
  return `rgb(${mixed
    .slice(1)
    .map((part) => Math.round(Number(part) * 255))
    .join(" ")})`;
}
