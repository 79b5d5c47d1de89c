import type { Model } from "../model";
import { judge, type Setting } from "../rank";
import type { Frame } from "../schema";
import { frameTokens, type TokenReading } from "./frame-tokens";

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
