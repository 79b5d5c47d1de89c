import { hostname } from "node:os";
import type { Address } from "../../policy/address";

/**
 * What consent and tokens are kept under. Scheme, host and port are enough for a server on the network; a loopback address
 * is another server on every machine that the extension runs on, and the storage is one for all of them.
 */
export function serverKey({ origin, isLoopback }: Address, machine: string = hostname()): string {
  return isLoopback ? `${origin} on ${machine}` : origin;
}
