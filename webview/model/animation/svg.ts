import type { StageFrame, TheatreState } from "../../../extension/schema";
import { words } from "../../words";
import { momentOf, standingAt } from "../clock";
import { type Box, linePath, type Scales, scalesOf } from "../curve";
import { stepName } from "../describe";
import { historyOf } from "../playback";
import { visible } from "../visible";
import { type Layout, layOut } from "./layout";
import { keyframesOf, type Span, spanName, spansOf, type Timing, timingOf } from "./timing";
import { escapeXml } from "./xml";

/** The colours of the drawing, each as CSS writes it. */
export interface Palette {
  readonly page: string;
  readonly text: string;
  readonly quiet: string;
  readonly accent: string;
  readonly line: string;
  /** The letters of a token by its band, and the line below it. */
  readonly letters: Readonly<Record<"low" | "medium" | "high", string>>;
  readonly bands: Readonly<Record<"low" | "medium" | "high", string>>;
}

/** All in pixels of the drawing. */
const CHARACTER = 8.4;
const ROW = 24;
const MARGIN = 20;
const GUTTER = 36;
const COLUMNS = 88;
const WIDTH = Math.round(2 * MARGIN + GUTTER + COLUMNS * CHARACTER);
const HEADING = 56;
const LONGEST_TITLE = 66;
const CURVE = 64;
const DASHES = { low: "2 2", medium: "6 3", high: "none" } as const;

/**
 * The members on the stage on one clock, that of the selected one, and their way to the final code below them.
 * Model text is only ever character data of the document.
 */
export function animatedSvg(state: TheatreState, palette: Palette): string {
  const history = historyOf(state);
  const clock = history.frames;
  const timing = timingOf(clock.length);
  const cast = state.view === "side" && state.compared.length > 0 ? state.compared : [state.selected];
  const styles = new Map<string, string>();
  const seen = (span: Span, content: string): string => {
    styles.set(spanName(span), keyframesOf(span, clock.length, timing));
    return `<g class="f ${spanName(span)}${span.to === clock.length ? " end" : ""}">${content}</g>`;
  };
  const body: string[] = [text(MARGIN, 28, "title", shortened(visible(history.utterance)))];
  for (const { look, ...span } of spansOf(clock.map((frame) => stepName(frame, history))))
    body.push(seen(span, text(WIDTH - MARGIN, 28, "quiet end-of-line", look)));
  let top = HEADING;
  for (const candidate of cast) {
    const frames = standingFrames(state, candidate);
    const layouts = frames.map(({ frame, previous }) => layOut(frame, previous, COLUMNS));
    body.push(text(MARGIN, top + 16, "quiet", String(candidate + 1)));
    const looks = layouts.map((layout, at) => drawing(layout, frames[at]?.frame.valid ?? false, top));
    for (const { look, ...span } of spansOf(looks)) body.push(seen(span, look));
    top += ROW * Math.max(1, ...layouts.map(({ rows }) => rows)) + 8;
  }
  const box: Box = { width: WIDTH, height: CURVE, inset: MARGIN, top: 8, bottom: 8 };
  body.push(curve(state, cast, scalesOf(clock.length, box), timing, top));
  const height = top + CURVE + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    `<title>${escapeXml(`${words.curves}: ${visible(history.utterance)}`)}</title>`,
    `<style>${styleOf(palette, timing)}${[...styles.values()].join("")}</style>`,
    `<rect class="page" width="${WIDTH}" height="${height}" rx="6"/>`,
    ...body,
    "</svg>\n",
  ].join("\n");
}

function shortened(title: string): string {
  const characters = [...title];
  return characters.length <= LONGEST_TITLE ? title : `${characters.slice(0, LONGEST_TITLE - 1).join("")}…`;
}

interface Pair {
  readonly frame: StageFrame;
  readonly previous: StageFrame | undefined;
}

/** What `candidate` shows at each frame of the clock. */
function standingFrames(state: TheatreState, candidate: number): readonly Pair[] {
  return historyOf(state).frames.flatMap((each) => {
    const standing = standingAt(state.candidates, candidate, momentOf(each));
    const frames = state.candidates[standing.candidate]?.frames ?? [];
    const frame = frames[standing.frame];
    return frame ? [{ frame, previous: frames[standing.frame - 1] }] : [];
  });
}

function drawing({ pieces }: Layout, valid: boolean, top: number): string {
  const parts = pieces.map(({ row, column, text: shown, kind, band, flip, cut }) => {
    const x = MARGIN + GUTTER + column * CHARACTER;
    const y = top + row * ROW + 16;
    const width = [...shown].length * CHARACTER;
    const [left, right] = [x.toFixed(1), (x + width).toFixed(1)];
    const fade = cut ? ' opacity="0.55"' : "";
    const box = flip
      ? `<rect class="flip" x="${left}" y="${y - 14}" width="${width.toFixed(1)}" height="20" rx="2"/>`
      : "";
    if (kind === "pad") return `${box}<text class="quiet" x="${left}" y="${y}">${shown}</text>`;
    const line = `<path class="${band}" d="M${left} ${y + 4}H${right}"${fade}/>`;
    // The length is given, so that letters stay above their lines in every font.
    return `${box}${line}<text class="t-${band}" x="${left}" y="${y}" textLength="${width.toFixed(1)}"${fade}>${escapeXml(shown)}</text>`;
  });
  const mark = valid ? "M-4 0l3 3 6-6" : "M-4-4l8 8M4-4l-8 8";
  const sign = `<path class="sign" transform="translate(${MARGIN + 20} ${top + 12})" d="${mark}"/>`;
  return sign + parts.join("");
}

function curve(state: TheatreState, cast: readonly number[], scales: Scales, timing: Timing, top: number): string {
  const lines = cast.map((candidate) => {
    const values = standingFrames(state, candidate).map(({ frame }) => frame.editDistance ?? undefined);
    return `<path class="${candidate === state.selected ? "trace" : "trace other"}" d="${linePath(values, scales)}"/>`;
  });
  const [low, high] = scales.y.range();
  const levels = [low, high].map((y) => `<path class="grid" d="M${MARGIN} ${y}H${WIDTH - MARGIN}"/>`);
  const stops = historyOf(state).frames.map(
    (_, at) => `${timing.begin(at)}{transform:translateX(${scales.x(at).toFixed(1)}px)}`,
  );
  const play = `<style>@keyframes play{${stops.join("")}}.play{animation-name:play;transform:translateX(${scales.x(Number.MAX_SAFE_INTEGER)}px)}</style>`;
  const head = `<path class="f-play play" d="M0 ${high}V${low}"/>`;
  return `<g transform="translate(0 ${top})">${levels.join("")}${lines.join("")}${play}${head}</g>`;
}

function text(x: number, y: number, name: string, content: string): string {
  return `<text class="${name}" x="${x}" y="${y}">${escapeXml(content)}</text>`;
}

function styleOf(palette: Palette, { totalMs }: Timing): string {
  const loop = `animation-duration:${totalMs}ms;animation-timing-function:step-end;animation-iteration-count:infinite`;
  const bands = (["low", "medium", "high"] as const).map(
    (band) =>
      `.t-${band}{fill:${palette.letters[band]}}.${band}{stroke:${palette.bands[band]};stroke-width:2;stroke-dasharray:${DASHES[band]}}`,
  );
  return [
    "text{font:14px Consolas,Menlo,'DejaVu Sans Mono',monospace;white-space:pre;unicode-bidi:isolate}",
    `.page{fill:${palette.page}}.title{fill:${palette.text};font-weight:bold}.quiet{fill:${palette.quiet}}`,
    ".end-of-line{text-anchor:end}path{fill:none}",
    `.flip{fill:${palette.accent};fill-opacity:.18;stroke:${palette.accent}}.sign{stroke:${palette.quiet};stroke-width:1.5}`,
    `.grid{stroke:${palette.line};stroke-dasharray:1 3}.trace{stroke:${palette.accent};stroke-width:1.5}.other{opacity:.45}`,
    `.f-play{stroke:${palette.text}}.t-unknown{fill:${palette.text}}`,
    ...bands,
    `.f{visibility:hidden}.f.end{visibility:visible}.f,.f-play{${loop}}`,
    "@media (prefers-reduced-motion:reduce){svg .f,svg .f-play{animation:none}}",
  ].join("");
}
