/** What a UI test needs: a workbench in a browser with the packaged extension installed, and the hands to use it. */
export { CandidateList } from "./list";
export { openWorkbench, REPEATABLE, SAMPLES, type Workbench } from "./session";
export { parsesAsPython } from "./syntax";
export { openTheatre, Theatre, theatreOf } from "./theatre";
