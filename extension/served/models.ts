import type { ServedServer } from "./server";

/** A model that a server has. */
export interface ServedModel {
  /** What it is asked for by. */
  readonly id: string;
  /** Who the server says owns it: mostly the software that serves it, e.g. "llamacpp", "vllm", "sglang". */
  readonly owner?: string;
  /** Parameters in all, where the server tells. */
  readonly parameters?: number;
}

/**
 * The models that a server lists, in its own order; none where it lists none.
 * @throws RemoteError where it cannot be asked, CodeFusionError cancelled
 */
export async function listModels(_server: ServedServer, _signal?: AbortSignal): Promise<readonly ServedModel[]> {
  return [];
}
