import type { Frame, History } from "../../schema";
import { markdownCode, markdownText, percent } from "../text";

export interface HoverContent {
  readonly history: History;
  /** The editor language id that the code is highlighted as. */
  readonly highlightedAs: string;
  /** A `command:` link that opens the theatre at a frame. */
  readonly link: (frame: number) => string;
}

const STEPS_SHOWN = 5;
const BARS = "▁▂▃▄▅▆▇█";

/** The denoising history of one candidate as Markdown: what was asked, selected steps as code, and the figures. */
export function hoverContent({ history, highlightedAs, link }: HoverContent): string {
  const { frames } = history;
  const steps = selectFrames(frames.length, STEPS_SHOWN).flatMap((index) => {
    const frame = frames[index];
    return frame ? [stepContent(frame, history.steps, highlightedAs, link(index))] : [];
  });
  const figures = [
    `confidence ${percent(history.score)}`,
    `seed ${history.seed}`,
    `model ${markdownText(history.modelId)}`,
    markdownText(`${history.backend.kind}, ${history.backend.provider}`),
  ];
  return [
    `**CodeFusion** · ${markdownText(history.utterance)} · [Open the theatre](${link(0)} "Watch this code being denoised")`,
    figures.join(" · "),
    `Edit distance to the result: \`${sparkline(frames.map((frame) => frame.editDistance))}\``,
    ...steps,
  ].join("\n\n");
}

/** `count` indices (fewer where there are fewer) spread evenly from the first to the last of `length`. */
export function selectFrames(length: number, count: number): readonly number[] {
  const shown = Math.min(length, count);
  if (shown < 2) return shown === 1 ? [length - 1] : [];
  return Array.from({ length: shown }, (_, i) => Math.round((i * (length - 1)) / (shown - 1)));
}

/** Values in [0, 1] as a row of bars. */
export function sparkline(values: readonly number[]): string {
  return values.map((value) => BARS.charAt(Math.round(value * (BARS.length - 1)))).join("");
}

function stepContent(frame: Frame, steps: number, highlightedAs: string, link: string): string {
  const title = frame.step === 0 ? "Result" : `Step ${frame.step} of ${steps}`;
  const certain = frame.tokens.filter((token) => token.text !== "");
  const mean = certain.reduce((sum, token) => sum + token.confidence, 0) / Math.max(1, certain.length);
  const figures = [
    `confidence ${percent(mean)}`,
    `edit distance ${frame.editDistance.toFixed(2)}`,
    frame.valid ? "valid" : "not valid",
  ];
  const code = frame.code.trim() === "" ? "_(empty)_" : markdownCode(frame.code, highlightedAs);
  return `[${title}](${link} "Open the theatre at this step") · ${figures.join(" · ")}\n\n${code}`;
}
