import type { Frame, LanguageId } from "../extension/schema";

const LANGUAGES: Record<LanguageId, string> = { python: "Python", bash: "Bash", cf: "CF rules" };
const SOURCES: Record<Frame["source"], string> = { readout: "live readout", decoder: "decoder" };
const SOURCE_HELP: Record<Frame["source"], string> = {
  readout: "Read from the latent by the denoiser itself while it ran.",
  decoder: "Decoded from the latent of this step by the decoder.",
};

/** Every word that the theatre says, in one place so that it can be translated. */
export const words = {
  waiting: "No denoising to show yet. Generate code from a comment, then run “CodeFusion: Show Denoising”.",
  badMessage: (why: string) => `The theatre received data that it cannot show (${why}). Show the denoising again.`,
  badSaved: (why: string) => `The saved denoising cannot be shown (${why}). Generate the code again.`,
  failed: (why: string) => `The theatre failed: ${why}. Close it and show the denoising again.`,
  dismiss: "Dismiss",

  language: (id: LanguageId) => LANGUAGES[id],
  stepsInAll: (steps: number) => `${steps} steps`,
  seed: (seed: number) => `seed ${seed}`,

  stage: "Code at this step",
  stageEmpty: "Every position of the canvas is PAD at this step: there is no code yet.",
  cutOff: "After the first PAD: not part of the code",
  position: (position: number) => `Position ${position + 1}`,
  replaced: "Replaced",
  confidentOf: (share: string) => `${share} confident`,
  legend: "Legend",
  bands: { low: "under 40 %", medium: "40 to 79 %", high: "80 % and over" },
  confidence: "Confidence",
  flipped: "changed in this step",
  pad: "PAD",
  cutLegend: "cut off",

  changes: "Changed",
  firstFrame: "The first frame: nothing to compare with",
  noChanges: "No token changed in this step",

  step: "Step",
  stepHelp: "Steps count down from T to 1; then the decoder reads the final code.",
  time: "Noise time t",
  mean: "Mean confidence",
  meanHelp: "Over the tokens before the first PAD.",
  validityLabel: "Syntax",
  distance: "Edit distance",
  distanceHelp: "Normalised edit distance to the final code: 0 is the same text, 1 shares nothing.",
  flips: "Changed tokens",
  source: "Read by",
  sourceName: (source: Frame["source"]) => SOURCES[source],
  sourceHelp: (source: Frame["source"]) => SOURCE_HELP[source],
  none: "–",
  finalStep: "Final",
  stepNumber: (step: number, steps: number) => `${step} of ${steps}`,

  finalCode: "final code",
  stepOf: (step: number, steps: number) => `step ${step} of ${steps}`,
  confident: (share: string) => `${share} confident`,
  empty: "empty",
  validity: (valid: boolean) => (valid ? "valid" : "invalid"),

  curve: "Edit distance to the final code, by step",
  curveHint: "Click or drag to go to a step",
  axisLast: "final",

  controls: "Playback",
  play: "Play",
  pause: "Pause",
  first: "First frame",
  previous: "Previous frame",
  next: "Next frame",
  last: "Last frame",
  scrubber: "Step",
  speed: "Speed",
  speedOf: (speed: number) => `${speed}×`,
  key: (name: string, key: string) => `${name} (${key})`,

  candidates: "Candidates",
  candidate: (number: number) => `Candidate ${number}`,
  score: (score: number) => `score ${score.toFixed(2)}`,
  emptyCode: "(no code)",
  use: "Use this",
  useHelp: (number: number) => `Use this: put candidate ${number} where the prompt comment is`,
  selected: (number: number, count: number, frame: string) => `Candidate ${number} of ${count}, ${frame}`,
  paused: (frame: string) => `Paused at ${frame}`,
} as const;
