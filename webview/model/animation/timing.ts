/** From which to before which frame something is seen. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How long the result stands before the animation begins again, in ms. */
const HOLD_MS = 2500;

/** The time of each frame of a looping animation. */
export interface Timing {
  readonly totalMs: number;
  /** Where frame `index` begins, in per cent of the whole. */
  begin(index: number): string;
}

/** The timing of `frames` frames; a whole run takes about five seconds, and then the result stands a while. */
export function timingOf(frames: number): Timing {
  const frameMs = Math.min(450, Math.max(60, 5000 / frames));
  const totalMs = Math.round(frames * frameMs + HOLD_MS);
  return { totalMs, begin: (index) => `${((100 * index * frameMs) / totalMs).toFixed(2)}%` };
}

/** Neighbouring frames that look the same, as one span. */
export function spansOf<T>(frames: readonly T[]): readonly (Span & { readonly look: T })[] {
  const spans: (Span & { look: T })[] = [];
  for (const [index, look] of frames.entries()) {
    const open = spans.at(-1);
    if (open && open.look === look) spans[spans.length - 1] = { ...open, to: index + 1 };
    else spans.push({ from: index, to: index + 1, look });
  }
  return spans;
}

/** CSS by which an element is seen during `span` of `frames` frames, and its class. */
export function keyframesOf(span: Span, frames: number, timing: Timing): string {
  const name = spanName(span);
  const on =
    span.from === 0 ? "0%{visibility:visible}" : `0%{visibility:hidden}${timing.begin(span.from)}{visibility:visible}`;
  const off = span.to < frames ? `${timing.begin(span.to)}{visibility:hidden}` : "";
  return `@keyframes ${name}{${on}${off}}.${name}{animation-name:${name}}`;
}

/** The class of what is seen during `span`. */
export function spanName({ from, to }: Span): string {
  return `s${from}-${to}`;
}
