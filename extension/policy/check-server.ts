import { hostOf, type RemoteServer } from "../inference";
import { findModelFolder, openModel } from "../model";
import type { DoctorReport } from "../schema";
import { measureServed } from "../served";
import { checkRemote } from "./check-remote";
import type { Destination } from "./destination";

/** What was found out about a server that works. */
export type ServerCheck = Pick<
  NonNullable<DoctorReport["remote"]>,
  "host" | "server" | "version" | "roundTripMs" | "tokensPerSecond"
>;

/**
 * Asks a server whether it is there, speaks the protocol and has the right model, and how fast it answers.
 * @param modelsDir our model, which a remote server has to have
 * @throws CodeFusionError what is wrong, with its remedy
 */
export async function checkServer(
  { kind, model }: Destination,
  server: RemoteServer,
  modelsDir: string,
  signal: AbortSignal,
): Promise<ServerCheck> {
  if (kind === "remote") {
    const { manifest } = openModel(findModelFolder(modelsDir));
    const { found, error } = await checkRemote(server, manifest, signal);
    if (error) throw error;
    return found;
  }
  return { host: hostOf(server), ...(await measureServed(server, model, signal, () => {})) };
}
