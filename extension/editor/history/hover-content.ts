import type { Explained } from "../../languages";
import { type Frame, type History, isRecall } from "../../schema";
import { makerText } from "../shell/maker-text";
import { markdownCode, markdownSpan, markdownText, percent } from "../shell/text";
import { type Translate, translated, untranslated } from "../shell/translate";

export interface HoverContent {
  readonly history: History;
  /** The editor language id that the code is highlighted as. */
  readonly highlightedAs: string;
  /** Whether the code in the document is no longer quite what was inserted. */
  readonly isEdited?: boolean;
  /** What each part of the code in the document does. */
  readonly explained?: readonly Explained[];
  readonly links: HoverLinks;
  readonly t?: Translate;
}

/** `command:` links. */
export interface HoverLinks {
  /** Opens the theatre, at a frame where one is named. */
  readonly theatre: (frame?: number) => string;
  readonly regenerate: string;
  readonly forget: string;
}

const STEPS_SHOWN = 5;
const EXPLAINED_SHOWN = 8;
/** Characters of a part that is explained. */
const PART_LENGTH = 40;
const BARS = "▁▂▃▄▅▆▇█";

/** The denoising history of one candidate as Markdown: what was asked, selected steps as code, and the figures. */
export function hoverContent(content: HoverContent): string {
  const { history, links, isEdited = false, t = untranslated } = content;
  const figures = [
    t(
      "confidence {0}: how often candidates like it were exactly right",
      markdownText(percent(history.confidence ?? history.score)),
    ),
    t("seed {0}", String(history.seed)),
    t("model {0}", markdownText(history.modelId)),
    markdownText(computedText(history, t)),
  ];
  const actions = [
    link(`$(play-circle) ${t("Open the theatre")}`, links.theatre(), watchTitle(history, t)),
    link(`$(refresh) ${t("Regenerate")}`, links.regenerate, t("Other candidates, from a new seed, for this place")),
    link(`$(trash) ${t("Forget")}`, links.forget, t("Keep the code, and no longer its history")),
  ];
  return [
    `**CodeFusion** · ${markdownText(history.utterance)}`,
    actions.join(" \u2003 "),
    ...explanation(content),
    ...(history.stream ? [writtenBy(history, t)] : []),
    figures.join(" · "),
    ...evidenceContent(content),
    ...(isEdited ? [`_${t("The code was edited since; this is how it was inserted.")}_`] : []),
    ...(isRecall(history) ? recallContent(content) : wayContent(content)),
  ].join("\n\n");
}

/** The parts of the code, each with what it does, as a list. */
function explanation({ explained = [], t = untranslated }: HoverContent): string[] {
  if (explained.length === 0) return [];
  const shown = explained
    .slice(0, EXPLAINED_SHOWN)
    .map(({ text, says }) => `- ${markdownSpan(text, PART_LENGTH)} ${markdownText(says)}`);
  const more = explained.length - shown.length;
  return [[...shown, ...(more > 0 ? [`- _${t("and {0} more", more)}_`] : [])].join("\n")];
}

/** What speaks for it and against it, on one line. */
function evidenceContent({ history, t = untranslated }: HoverContent): string[] {
  const sentences = history.evidence?.map((each) => translated(each, t)) ?? [];
  return sentences.length === 0 ? [] : [`${t("Evidence")}: ${markdownText(sentences.join(" · "))}`];
}

/** What a served model did is not called denoising, unless it was. */
function writtenBy({ stream, modelId, backend }: History, t: Translate): string {
  const [model, host] = [markdownText(modelId), markdownText(backend.host ?? backend.provider)];
  return stream === "append"
    ? t("Written left to right by {0} at {1}", model, host)
    : t("Denoised by {0} at {1}", model, host);
}

function watchTitle({ stream }: History, t: Translate): string {
  return stream === "append" ? t("Watch this code being written") : t("Watch this code being denoised");
}

/** What computed it; of a served model the software, as who wrote it stands above. */
function computedText({ backend, modelId }: History, t: Translate): string {
  return backend.kind === "remote" ? makerText(backend, modelId, t) : Object.values(backend).join(", ");
}

/** Of a remembered example that came back as it was: that, instead of its equal steps. */
function recallContent({ history, highlightedAs, t = untranslated }: HoverContent): string[] {
  const { example, code } = history;
  const recalled =
    example === undefined
      ? t("Recalled, nothing changed: an example that the model remembers, with your literals.")
      : t(
          "Recalled, nothing changed: the example “{0}” that the model remembers, with your literals.",
          markdownText(example),
        );
  return [recalled, markdownCode(code, highlightedAs)];
}

/** How the code came about: the curve, and some of its steps. */
function wayContent(content: HoverContent): string[] {
  const { history, t = untranslated } = content;
  const runs = runsOf(history.frames);
  const distances = sparkline(history.frames.map(({ editDistance }) => editDistance));
  return [
    `${t("Edit distance to the result, step by step")}: \`${distances}\``,
    ...selectFrames(runs.length, STEPS_SHOWN).flatMap((at) => {
      const run = runs[at];
      return run ? [runContent(run, content)] : [];
    }),
  ];
}

/** Neighbouring frames that read the same; a starting latent, which is no step, stands alone. */
interface FrameRun {
  /** Index of the first. */
  readonly index: number;
  readonly first: Frame;
  readonly last: Frame;
}

function runsOf(frames: readonly Frame[]): readonly FrameRun[] {
  const runs: FrameRun[] = [];
  for (const [index, frame] of frames.entries()) {
    const open = runs.at(-1);
    if (open && open.first.source !== "nearest" && open.first.code === frame.code)
      runs[runs.length - 1] = { ...open, last: frame };
    else runs.push({ index, first: frame, last: frame });
  }
  return runs;
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

function runContent(
  { index, first, last }: FrameRun,
  { history, highlightedAs, links, t = untranslated }: HoverContent,
) {
  const figures = [t("edit distance {0}", first.editDistance.toFixed(2)), last.valid ? t("valid") : t("not valid")];
  const code = first.code.trim() === "" ? `_${t("(empty)")}_` : markdownCode(first.code, highlightedAs);
  const name = link(nameOf(first, last, history.steps, t), links.theatre(index), t("Open the theatre at this step"));
  return `${name} · ${figures.join(" · ")}\n\n${code}`;
}

function nameOf(first: Frame, last: Frame, steps: number, t: Translate): string {
  if (first.source === "nearest") return first.t === 1 ? t("Pure noise") : t("The start, noised again");
  if (first.step === 0) return t("Result");
  if (first.source === "stream") return t("{0} of what was sent", markdownText(percent(1 - last.t)));
  if (last.step > 0)
    return first === last
      ? t("Step {0} of {1}", first.step, steps)
      : t("Steps {0} to {1} of {2}", first.step, last.step, steps);
  return first.step === 1
    ? t("Step 1 of {0} and the result", steps)
    : t("Steps {0} to 1 of {1} and the result", first.step, steps);
}

function link(text: string, target: string, title: string): string {
  return `[${text}](${target} "${title.replaceAll('"', "'")}")`;
}
