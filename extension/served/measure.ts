import { Asking } from "./asking";
import { ServedClient } from "./client";
import { familyOf } from "./families";
import { listModels, requireModel, type ServedModel } from "./models";
import type { ServedServer } from "./server";

/** Requests for the list of models, of which the shortest counts. */
const ROUND_TRIPS = 3;

/** How well a server serves. */
export interface Measured {
  /** The shortest of some requests that compute nothing. */
  readonly roundTripMs: number;
  readonly model?: string;
  readonly server?: string;
  /** Of the answer to one request, from the question to its end; absent where no model was asked. */
  readonly tokensPerSecond?: number;
}

/**
 * Asks a server for its models and, where one is named, for one answer of that.
 * @param onModels gets the models before the named one is asked
 * @throws RemoteError, CodeFusionError cancelled
 */
export async function measureServed(
  server: ServedServer,
  name: string | undefined,
  signal: AbortSignal,
  onModels: (models: readonly ServedModel[]) => void,
): Promise<Measured> {
  let models: readonly ServedModel[] = [];
  let roundTripMs = Number.POSITIVE_INFINITY;
  for (let trip = 0; trip < ROUND_TRIPS; trip++) {
    const started = performance.now();
    models = await listModels(server, signal);
    roundTripMs = Math.min(roundTripMs, performance.now() - started);
  }
  onModels(models);
  if (name === undefined) return { roundTripMs };
  const client = new ServedClient(server, {});
  const model = requireModel(models, name, client.host);
  const asking = new Asking(client, model, familyOf(model), 0, { contextCharacters: 0 });
  const question = {
    utterance: "count the words in `text` and print the ten most common ones",
    language: "python",
  } as const;
  let tokens = 0;
  const started = performance.now();
  await asking.ask(
    question,
    { temperature: 0, seed: 7, samples: 1 },
    (written) => {
      tokens += written.pieces.length || written.text.split(/\s+/).length;
    },
    signal,
  );
  const tokensPerSecond = (1000 * tokens) / (performance.now() - started);
  return { roundTripMs, model: model.id, ...(model.owner !== undefined && { server: model.owner }), tokensPerSecond };
}
