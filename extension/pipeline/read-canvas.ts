import type { Model } from "../model";
import { type CodeTokenizer, readSlotChar, type Slot } from "../model";
import { judge, type Setting } from "../rank";
import type { Frame, FrameToken } from "../schema";

/** What of a frame a canvas tells by itself. */
export type CanvasReading = Pick<Frame, "tokens" | "code" | "valid">;

/** The likeliest tokens of a canvas as code, and whether that is valid. */
export function readCode(ids: Int32Array, model: Model, setting: Setting): Pick<CanvasReading, "code" | "valid"> {
  const { code, fault } = judge({ index: 0, seed: 0, slotted: model.code.decode(ids), probability: 1 }, setting);
  return { code, valid: fault === undefined };
}

/** A canvas of which one token a position is known, as tokens and code. */
export function readCanvas(reading: TokenReading, model: Model, setting: Setting): CanvasReading {
  const tokens = frameTokens(reading, model.code, setting.slots);
  return { tokens, ...readCode(reading.ids, model, setting) };
}

/** The m likeliest tokens of every position of one canvas, best first. */
export interface TokenReading {
  readonly n: number;
  readonly m: number;
  /** [n, m] */
  readonly ids: Int32Array;
  /** In [0, 1], of the token at an index of `ids`. */
  readonly probability: (at: number) => number;
}

/** A canvas as a person reads it: slots show the literal they stand for, and every position its next likeliest tokens. */
export function frameTokens(
  { n, m, ids, probability }: TokenReading,
  tokenizer: CodeTokenizer,
  slots: readonly Slot[],
): FrameToken[] {
  const textOf = (id: number) =>
    [...tokenizer.decode([id])]
      .map((char) => {
        const slot = readSlotChar(char);
        if (!slot) return char;
        return slot.kind === "column" ? `c[${slot.index}]` : (slots[slot.index]?.value ?? "…");
      })
      .join("");
  const reading = (at: number) => ({ text: textOf(ids[at] ?? 0), confidence: Math.min(1, probability(at)) });
  return Array.from({ length: n }, (_, position) => {
    const first = position * m;
    const alternatives = Array.from({ length: m - 1 }, (_unused, rank) => reading(first + rank + 1));
    return { ...reading(first), id: ids[first] ?? 0, ...(alternatives.length > 0 && { alternatives }) };
  });
}
