/** How good and how different candidates are: the figures that `lab eval` prints, and the retrieval floor. */
export { bleu4, bleuTokens } from "./bleu";
export { chrF } from "./chrf";
export { type Diversity, diversity } from "./diversity";
export { pairwiseSimilarity } from "./embedding";
export { figures } from "./figures";
export { GradualImprovement } from "./gradual";
export { loadMatch, type Match } from "./match";
export { Nearness } from "./nearness";
export { hasUsableTable, type Outcome, TOP } from "./outcome";
export { type Example, Retrieval } from "./retrieval";
