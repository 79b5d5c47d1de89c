/** The candidates of one prompt on their way to the user: as they come in, listed, previewed, varied. */
export { GhostText } from "./ghost-text";
export type { ListChoice } from "./open-list";
export { CandidatePicker } from "./picker";
export type { CandidateRow } from "./rows";
export { CandidateSession, type Compute } from "./session";
