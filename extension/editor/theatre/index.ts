/** The denoising theatre's panel: the extension host's side of webview/. */
export { THEATRE_VIEW_TYPE, TheatrePanel } from "./panel";
export { registerTheatre } from "./register";
export type { TheatreHandlers, TheatreLog } from "./session";
