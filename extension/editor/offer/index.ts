/** The candidates of one prompt on their way to the user: as they come in, listed, previewed, varied. */
export { GhostText } from "./ghost-text";
export { CandidatePicker, type Choice } from "./picker";
export type { CandidateRow } from "./rows";
export { CandidateSession, type Compute } from "./session";
