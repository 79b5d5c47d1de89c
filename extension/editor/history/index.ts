/** The denoising histories of inserted code: where the code is, through edits and reloads, and how it came into being. */

export { entryAt } from "./entry-at";
export { Histories, type HistoryEntry } from "./histories";
export { HistoryHover } from "./hover";
