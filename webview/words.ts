import * as l10n from "@vscode/l10n";
import type { History, LanguageId, StageFrame, View } from "../extension/schema";

const LANGUAGES: Record<LanguageId, string> = {
  python: l10n.t("Python"),
  bash: l10n.t("Bash"),
  cf: l10n.t("CF rules"),
};
const SOURCES: Record<StageFrame["source"], string> = {
  nearest: l10n.t("nearest tokens"),
  readout: l10n.t("live readout"),
  decoder: l10n.t("decoder"),
  stream: l10n.t("what was sent"),
};
const SOURCE_HELP: Record<StageFrame["source"], string> = {
  nearest: l10n.t("The starting latent before any step, read as the tokens whose embeddings are nearest."),
  readout: l10n.t("Read from the latent by the denoiser itself while it ran."),
  decoder: l10n.t("Decoded from the latent of this step by the decoder."),
  stream: l10n.t("The text that the server had sent by then."),
};
const STARTS: Record<NonNullable<History["startedFrom"]>, string> = {
  noise: l10n.t("from noise"),
  example: l10n.t("from a remembered example"),
  canvas: l10n.t("from code, noised again"),
};
const VIEWS: Record<View, string> = { one: l10n.t("One"), side: l10n.t("Side by side"), text: l10n.t("Text") };

/** Every word that the theatre says, in one place; translated where the extension host sent a translation. */
export const words = {
  waiting: l10n.t("No denoising to show yet. Generate code from a comment, then run “CodeFusion: Show Denoising”."),
  badMessage: (why: string) =>
    l10n.t("The theatre received data that it cannot show ({0}). Show the denoising again.", why),
  badSaved: (why: string) => l10n.t("The saved denoising cannot be shown ({0}). Generate the code again.", why),
  failed: (why: string) => l10n.t("The theatre failed: {0}. Close it and show the denoising again.", why),
  dismiss: l10n.t("Dismiss"),

  language: (id: LanguageId) => LANGUAGES[id],
  startedFrom: (start: NonNullable<History["startedFrom"]>) => STARTS[start],
  steps: (taken: number, steps: number) => {
    if (taken < steps)
      return taken === 1 ? l10n.t("the last of {0} steps", steps) : l10n.t("the last {0} of {1} steps", taken, steps);
    return steps === 1 ? l10n.t("1 step") : l10n.t("{0} steps", steps);
  },
  written: (stream: NonNullable<History["stream"]>, model: string, host: string) =>
    stream === "append"
      ? l10n.t("written left to right by {0} at {1}", model, host)
      : l10n.t("denoised by {0} at {1}", model, host),
  sent: (share: string) => l10n.t("{0} of what was sent", share),
  seed: (seed: number) => l10n.t("seed {0}", seed),
  live: l10n.t("live"),

  views: l10n.t("View"),
  view: (view: View) => VIEWS[view],

  stage: l10n.t("Code at this step"),
  stageEmpty: l10n.t("Every position of the canvas is PAD at this step: there is no code yet."),
  cutOff: l10n.t("After the first PAD: not part of the code"),
  position: (position: number) => l10n.t("Position {0}", position + 1),
  replaced: l10n.t("Replaced"),
  instead: l10n.t("Instead"),
  confidentOf: (share: string) => l10n.t("{0} confident", share),
  pinned: l10n.t("Pinned: a branch holds this token"),
  legend: l10n.t("Legend"),
  bands: { low: l10n.t("under 40%"), medium: l10n.t("40 to 79%"), high: l10n.t("80% and over") },
  confidence: l10n.t("Token confidence"),
  flipped: l10n.t("changed in this step"),
  pad: l10n.t("PAD"),
  cutLegend: l10n.t("cut off"),
  pinLegend: l10n.t("pinned"),

  sideBySide: l10n.t("Candidates side by side"),
  sideEmpty: l10n.t("Nothing to compare: tick up to five candidates at the side."),
  beforeBranch: (number: number) => l10n.t("still candidate {0}", number),
  transcript: l10n.t("Every step as text"),

  changes: l10n.t("Changed"),
  firstFrame: l10n.t("The first frame: nothing to compare with"),
  noChanges: l10n.t("No token changed in this step"),

  step: l10n.t("Step"),
  stepHelp: l10n.t("Steps count down from T to 1; then the decoder reads the final code."),
  time: l10n.t("Noise time t"),
  mean: l10n.t("Token confidence"),
  meanHelp: l10n.t(
    "How sure the model is of each token at this step, on average over those before the first PAD. How sure it is of the whole candidate stands in the list.",
  ),
  validityLabel: l10n.t("Syntax"),
  distance: l10n.t("Edit distance"),
  distanceHelp: l10n.t("Normalised edit distance to the final code: 0 is the same text, 1 shares nothing."),
  flips: l10n.t("Changed tokens"),
  source: l10n.t("Read by"),
  sourceName: (source: StageFrame["source"]) => SOURCES[source],
  sourceHelp: (source: StageFrame["source"]) => SOURCE_HELP[source],
  none: "–",
  finalStep: l10n.t("Final"),
  stepNumber: (step: number, steps: number) => l10n.t("{0} of {1}", step, steps),

  finalCode: l10n.t("final code"),
  start: (t: number) => (t === 1 ? l10n.t("pure noise") : l10n.t("the start, noised again")),
  startShort: (t: number) => (t === 1 ? l10n.t("Noise") : l10n.t("Start")),
  stepOf: (step: number, steps: number) => l10n.t("step {0} of {1}", step, steps),
  confident: (share: string) => l10n.t("tokens {0} confident", share),
  empty: l10n.t("empty"),
  validity: (valid: boolean) => (valid ? l10n.t("valid") : l10n.t("invalid")),

  curves: l10n.t("Edit distance to the final code, token confidence and changed tokens, by step"),
  curveDistance: l10n.t("edit distance"),
  curveConfidence: l10n.t("token confidence"),
  curveFlips: l10n.t("changed tokens"),
  curveHint: l10n.t("Click or drag to go to a step"),
  axisLast: l10n.t("final"),
  axisStart: (t: number) => (t === 1 ? l10n.t("noise") : l10n.t("start")),

  recallTitle: l10n.t("Recalled, nothing changed"),
  recall: (example: string | undefined, steps: number) => {
    const remembered =
      example === undefined
        ? l10n.t("This candidate is an example that the model remembers, with your literals in its place.")
        : l10n.t("The model remembers an example, “{0}”; this is its code with your literals.", example);
    const unchanged =
      steps === 1
        ? l10n.t("It was noised a little, and the one denoising step left it as it was.")
        : l10n.t("It was noised a little, and {0} denoising steps left it as it was.", steps);
    return `${remembered} ${unchanged}`;
  },
  watchLiveliest: (number: number) => l10n.t("Watch the one that changed most: candidate {0}", number),

  controls: l10n.t("Playback"),
  play: l10n.t("Play"),
  pause: l10n.t("Pause"),
  first: l10n.t("First frame"),
  previous: l10n.t("Previous frame"),
  next: l10n.t("Next frame"),
  last: l10n.t("Last frame"),
  toValid: l10n.t("Where it became valid"),
  scrubber: l10n.t("Step"),
  speed: l10n.t("Speed"),
  speedOf: (speed: number) => `${speed}×`,
  key: (name: string, key: string) => `${name} (${key})`,

  candidates: l10n.t("Candidates"),
  candidate: (number: number) => l10n.t("Candidate {0}", number),
  score: (share: string) => l10n.t("confidence {0}", share),
  scoreHelp: l10n.t(
    "How sure the model is of this candidate beside the others of the run: the figure of the candidate list.",
  ),
  recalled: l10n.t("recalled, nothing changed"),
  emptyCode: l10n.t("(no code)"),
  rejected: (reason: string) => l10n.t("rejected: {0}", reason),
  branchOf: (parent: number, where: string) => l10n.t("branch of {0} from {1}", parent, where),
  pins: (count: number) => (count === 1 ? l10n.t("1 token pinned") : l10n.t("{0} tokens pinned", count)),
  compare: (number: number) => l10n.t("Side by side: candidate {0}", number),
  validFrom: (frame: string) => l10n.t("valid from {0} on", frame),
  neverValid: l10n.t("not valid at the end"),

  diversity: l10n.t("Diversity at this step"),
  diversityHelp: l10n.t("Normalised edit distance between the codes that stand side by side: 0 is the same text."),
  diversityMean: (mean: string) => l10n.t("mean {0}", mean),

  acting: l10n.t("What to do with it"),
  use: l10n.t("Use this"),
  useHelp: (number: number) => l10n.t("Use this: put candidate {0} where the prompt comment is", number),
  branch: l10n.t("Branch from here"),
  branchHelp: l10n.t("Branch from here: noise this step's canvas again with a new seed and denoise it"),
  branchPinned: (count: number) =>
    count === 1 ? l10n.t("Hold 1 token, denoise the rest") : l10n.t("Hold {0} tokens, denoise the rest", count),
  branchBusy: l10n.t("Denoising…"),
  branchNotLive: l10n.t("Wait until the run is over"),
  branchNoIds: l10n.t("These frames do not tell token ids: generate the code again to branch from it"),
  branchServed: l10n.t("A served model has no steps to branch from"),
  branchAtEnd: l10n.t("Choose an earlier step, or pin tokens: the final code has no noise left"),
  branchRecall: l10n.t("Pin tokens first: nothing changed on the way, so there is no step to branch from"),
  unpin: l10n.t("Unpin all"),
  pinHint: l10n.t("Click a token to pin it; a branch holds what is pinned."),
  copy: l10n.t("Copy"),
  copyHelp: l10n.t("Copy the code at this step"),
  exports: l10n.t("Export"),
  exportJson: l10n.t("Export as JSON: all frames as data"),
  exportSvg: l10n.t("Export as animated SVG: what is on the stage"),
  exportHtml: l10n.t("Export as a self-contained page"),

  selected: (number: number, count: number, frame: string) => l10n.t("Candidate {0} of {1}, {2}", number, count, frame),
  paused: (frame: string) => l10n.t("Paused at {0}", frame),
} as const;
