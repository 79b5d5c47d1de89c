import type { Generator } from "../contract";
import { CodeFusionError } from "../errors";
import type { ClientOptions } from "../inference";
import type { ServedServer } from "./server";

/** How a served model is asked: by chat, by a text to go on with, or by the code around a gap. */
export type ServedApi = "chat" | "completions" | "infill";

export interface ServedOptions extends ClientOptions {
  readonly server: ServedServer;
  /** Id of the model, as `listModels` gives it. */
  readonly model: string;
  /** `chat` by default, and `completions` where the server has no chat. */
  readonly api?: ServedApi;
  /** What most samples are drawn at; 0.8 by default. The first is drawn at a quarter of it. */
  readonly temperature?: number;
  /** Samples drawn for each candidate wanted; 1.6 by default. */
  readonly oversampling?: number;
  /** Characters of the code above the prompt that are sent, the nearest ones; 4000 by default. */
  readonly contextCharacters?: number;
  readonly log?: (level: "debug" | "info" | "warn" | "error", message: string) => void;
}

/**
 * A generator whose samples a served model writes; they go through the same chain as our own model's. Nothing is sent before
 * the first `generate`. What is sent: the utterance, the request's `context` within the budget, the header of its table.
 * Failures of the server are RemoteErrors (`backend-unavailable`, `backend-crashed`), as of the remote backend; where some
 * samples came before it failed, they are offered and `shortfall` says what happened.
 */
export function createServedGenerator(options: ServedOptions): Generator {
  throw new CodeFusionError("internal", `not built yet: ${options.model}`, "wait for it");
}
