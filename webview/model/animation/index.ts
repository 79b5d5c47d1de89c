/** The denoising as an animated SVG: style and text only, no script, so that it plays wherever an image may stand. */
export { animatedSvg, type Palette } from "./svg";
export { escapeXml } from "./xml";
