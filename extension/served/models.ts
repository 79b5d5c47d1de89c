import * as z from "zod";
import { say } from "../errors";
import { exchange, garbledFault, hostOf, RemoteError } from "../inference";
import { apiOf, NO_API, type ServedServer } from "./server";

/** A model that a server has. */
export interface ServedModel {
  /** What it is asked for by. */
  readonly id: string;
  /** Who the server says owns it: mostly the software that serves it, e.g. "llamacpp", "vllm", "sglang". */
  readonly owner?: string;
  /** Parameters in all, where the server tells. */
  readonly parameters?: number;
}

const listSchema = z.object({
  data: z
    .array(
      z.object({
        id: z.string().min(1),
        owned_by: z.string().nullish(),
        meta: z.object({ n_params: z.number().int().positive().optional().catch(undefined) }).nullish(),
      }),
    )
    // Ollama without a model.
    .nullable(),
});

const DEADLINE_MS = 10_000;
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * The models that a server lists, in its own order; none where it lists none.
 * @throws RemoteError where it cannot be asked, CodeFusionError cancelled
 */
export async function listModels(
  server: ServedServer,
  signal?: AbortSignal,
  deadlineMs = DEADLINE_MS,
): Promise<readonly ServedModel[]> {
  const request = { method: "GET", path: "/models", signal, deadlineMs, maxBytes: MOST_BYTES } as const;
  const { body } = await exchange(apiOf(server), request);
  const read = listSchema.safeParse(parsed(body));
  if (!read.success) throw garbledFault(hostOf(server), "it lists no models", NO_API);
  return (read.data.data ?? []).map(({ id, owned_by, meta }) => ({
    id,
    ...(owned_by != null && { owner: owned_by }),
    ...(meta?.n_params !== undefined && { parameters: meta.n_params }),
  }));
}

/** The model of that name, or of that name with Ollama's tag for the one that is meant without a tag. */
export function findModel(models: readonly ServedModel[], name: string): ServedModel | undefined {
  return models.find(({ id }) => id === name) ?? models.find(({ id }) => id === `${name}:latest`);
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

/** Models that a message names. */
const NAMED = 5;

/**
 * The model of that name; the name itself where the server lists none.
 * @throws RemoteError where it lists others
 */
export function requireModel(models: readonly ServedModel[], name: string, host: string): ServedModel {
  const found = findModel(models, name) ?? (models.length === 0 ? { id: name } : undefined);
  if (found !== undefined) return found;
  const known = models.slice(0, NAMED).map(({ id }) => id);
  throw new RemoteError(
    "backend-unavailable",
    say`${host} has no model ${name}`,
    say`choose one that it has: ${known.join(", ")}`,
    false,
  );
}
