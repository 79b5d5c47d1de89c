import { CodeFusionError, cancelled } from "../errors";
import type { Fetch } from "../inference";
import { listModels, type ServedModel } from "./models";

/** A server that answers on this machine. */
export interface FoundServer {
  /** Base address, without a path. */
  readonly url: string;
  /** The software that usually listens there, e.g. "Ollama". */
  readonly name: string;
  readonly models: readonly ServedModel[];
}

/** Where a kind of server listens unless it is told otherwise. */
export interface UsualPort {
  readonly name: string;
  readonly port: number;
}

export const USUAL_PORTS: readonly UsualPort[] = [
  { name: "Ollama", port: 11434 },
  { name: "LM Studio", port: 1234 },
  { name: "llama.cpp", port: 8080 },
  { name: "vLLM", port: 8000 },
  { name: "SGLang", port: 30000 },
];

export interface DiscoverOptions {
  readonly signal?: AbortSignal;
  /** Of this process by default. */
  readonly fetch?: Fetch;
  /** Milliseconds that each server may take; 1000 by default. */
  readonly deadlineMs?: number;
  /** The usual ones by default. */
  readonly ports?: readonly UsualPort[];
}

/**
 * Asks the ports of this machine that model servers usually listen on (Ollama, LM Studio, llama.cpp, vLLM, SGLang) for their
 * models, all at once. Nothing but this is sent, to nowhere but the loopback address; ports that do not answer as such a
 * server are left out. Call it only where the user has asked to see servers.
 * @throws CodeFusionError cancelled
 */
export async function discoverServers(options: DiscoverOptions = {}): Promise<readonly FoundServer[]> {
  const { signal, fetch, deadlineMs = 1000, ports = USUAL_PORTS } = options;
  const found = await Promise.all(
    ports.map(async ({ name, port }): Promise<FoundServer[]> => {
      const url = `http://127.0.0.1:${port}`;
      try {
        return [{ url, name, models: await listModels({ url, ...(fetch && { fetch }) }, signal, deadlineMs) }];
      } catch (error) {
        if (error instanceof CodeFusionError) return [];
        throw error;
      }
    }),
  );
  if (signal?.aborted) throw cancelled();
  return found.flat();
}
