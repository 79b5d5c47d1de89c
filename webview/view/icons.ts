import { svg } from "./dom";

const PATHS = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z",
  first: "M2.5 3h1.5v10H2.5zM13 3v10L5 8z",
  previous: "M11.5 3v10l-8-5z",
  next: "M4.5 3v10l8-5z",
  last: "M12 3h1.5v10H12zM3 3v10l8-5z",
  valid: "M6.4 12.6 2.2 8.4l1.2-1.2 3 3 6.2-6.3 1.2 1.2z",
  invalid: "M8 6.8 4.7 3.5 3.5 4.7 6.8 8l-3.3 3.3 1.2 1.2L8 9.2l3.3 3.3 1.2-1.2L9.2 8l3.3-3.3-1.2-1.2z",
} as const;

export type Icon = keyof typeof PATHS;

/** An icon for the eye only; the word beside it or the label of its button says what it means. */
export function icon(name: Icon): SVGSVGElement {
  return svg(
    "svg",
    { class: `icon icon-${name}`, viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: PATHS[name] }),
  );
}
