/** The denoising theatre's panel: the extension host's side of webview/. */
export { TheatreBranches } from "./branches";
export { standaloneHtml } from "./html";
export { LiveRun } from "./live";
export { editorSpeech, pageFiles } from "./page-files";
export { THEATRE_VIEW_TYPE, TheatrePanel } from "./panel";
export { registerTheatre } from "./register";
export { saveExport } from "./save-export";
export type { BranchWish, TheatreHandlers, TheatreLog } from "./session";
