import type { Frame, History } from "../../schema";
import { markdownCode, markdownText, percent } from "../shell/text";
import { type Translate, untranslated } from "../shell/translate";

export interface HoverContent {
  readonly history: History;
  /** The editor language id that the code is highlighted as. */
  readonly highlightedAs: string;
  /** Whether the code in the document is no longer quite what was inserted. */
  readonly isEdited?: boolean;
  readonly links: HoverLinks;
  readonly t?: Translate;
}

/** `command:` links. */
export interface HoverLinks {
  /** Opens the theatre at a frame. */
  readonly theatre: (frame: number) => string;
  readonly regenerate: string;
  readonly forget: string;
}

const STEPS_SHOWN = 5;
const BARS = "▁▂▃▄▅▆▇█";

/** The denoising history of one candidate as Markdown: what was asked, selected steps as code, and the figures. */
export function hoverContent(content: HoverContent): string {
  const { history, links, isEdited = false, t = untranslated } = content;
  const { frames } = history;
  const steps = selectFrames(frames.length, STEPS_SHOWN).flatMap((index) => {
    const frame = frames[index];
    return frame ? [stepContent(frame, index, content)] : [];
  });
  const figures = [
    t("confidence {0}", markdownText(percent(history.score))),
    t("seed {0}", String(history.seed)),
    t("model {0}", markdownText(history.modelId)),
    markdownText(`${history.backend.kind}, ${history.backend.provider}`),
  ];
  const actions = [
    link(`$(play-circle) ${t("Open the theatre")}`, links.theatre(0), t("Watch this code being denoised")),
    link(`$(refresh) ${t("Regenerate")}`, links.regenerate, t("Other candidates, from a new seed, for this place")),
    link(`$(trash) ${t("Forget")}`, links.forget, t("Keep the code, and no longer its history")),
  ];
  return [
    `**CodeFusion** · ${markdownText(history.utterance)}`,
    actions.join(" \u2003 "),
    figures.join(" · "),
    ...(isEdited ? [`_${t("The code was edited since; this is how it was inserted.")}_`] : []),
    `${t("Edit distance to the result, step by step")}: \`${sparkline(frames.map((frame) => frame.editDistance))}\``,
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

function stepContent(
  frame: Frame,
  index: number,
  { history, highlightedAs, links, t = untranslated }: HoverContent,
): string {
  const title = frame.step === 0 ? t("Result") : t("Step {0} of {1}", frame.step, history.steps);
  const certain = frame.tokens.filter((token) => token.text !== "");
  const mean = certain.reduce((sum, token) => sum + token.confidence, 0) / Math.max(1, certain.length);
  const figures = [
    t("confidence {0}", markdownText(percent(mean))),
    t("edit distance {0}", frame.editDistance.toFixed(2)),
    frame.valid ? t("valid") : t("not valid"),
  ];
  const code = frame.code.trim() === "" ? `_${t("(empty)")}_` : markdownCode(frame.code, highlightedAs);
  const step = link(title, links.theatre(index), t("Open the theatre at this step"));
  return `${step} · ${figures.join(" · ")}\n\n${code}`;
}

function link(text: string, target: string, title: string): string {
  return `[${text}](${target} "${title.replaceAll('"', "'")}")`;
}
