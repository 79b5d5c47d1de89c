import type { CastMember, StageFrame } from "../../extension/schema";
import { words } from "../words";
import { cutOf } from "./lines";

/** The mean confidence of the tokens that make up the code (those before the first PAD); undefined when it is empty, or unknown. */
export function meanConfidence(frame: StageFrame): number | undefined {
  const tokens = frame.tokens.slice(0, cutOf(frame.tokens));
  const known = tokens.flatMap(({ confidence }) => confidence ?? []);
  if (known.length === 0) return undefined;
  return known.reduce((sum, confidence) => sum + confidence, 0) / known.length;
}

/** A fraction as whole per cent, written as the editor's list writes it; only 0 is called 0, and only 1 is called 100. */
export function percent(fraction: number): string {
  const rounded = Math.round(fraction * 100);
  if (rounded === 0 && fraction > 0) return "<1%";
  return `${fraction < 1 ? Math.min(99, rounded) : rounded}%`;
}

/** Whether the frame is what the sample starts from, which no step has touched yet. */
export function isStart({ source }: StageFrame): boolean {
  return source === "nearest";
}

/** "step 5 of 12", "final code" for the last decode, or what the sample starts from. */
export function stepName(frame: StageFrame, history: CastMember): string {
  if (isStart(frame)) return words.start(frame.t);
  if (frame.source === "stream" && frame.step > 0) return words.sent(percent(1 - frame.t));
  return frame.step === 0 ? words.finalCode : words.stepOf(frame.step, history.steps);
}

/** Steps that the sample took; fewer than T where it did not start as noise. */
export function stepsTaken({ frames }: CastMember): number {
  return frames.filter((frame) => frame.step > 0 && !isStart(frame)).length;
}

/** The frame in one line for a screen reader, e.g. "step 12 of 16, tokens 43% confident, valid". */
export function describeFrame(frame: StageFrame, history: CastMember): string {
  const mean = meanConfidence(frame);
  const unknown = cutOf(frame.tokens) === 0 ? [words.empty] : [];
  const confidence = mean === undefined ? unknown : [words.confident(percent(mean))];
  return [stepName(frame, history), ...confidence, words.validity(frame.valid)].join(", ");
}

/** Whether the candidate's final code is valid. */
export function isValid(history: CastMember | undefined): boolean {
  return history?.frames.at(-1)?.valid ?? false;
}
