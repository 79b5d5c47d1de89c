import { join } from "node:path";
import { CodeFusionError, cancelled, say } from "../errors";

/** Milliseconds after which the lock of one that no longer renews it, as it was killed, is taken over. */
const STALE_MS = 30_000;

/**
 * Does `work` while no other window or process installs or removes a model in `folder`.
 * @param work its signal also aborts where the lock is lost, as after the machine slept
 * @throws CodeFusionError install-failed where another is at it; what `work` throws
 */
export async function whileLocked<T>(
  folder: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (signal.aborted) throw cancelled();
  // Loaded late: it listens to the signals of the process from then on.
  const { lock } = await import("proper-lockfile");
  const lost = new AbortController();
  const release = await lock(folder, {
    lockfilePath: join(folder, "~lock"),
    stale: STALE_MS,
    onCompromised: () => lost.abort(),
  }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "ELOCKED" ? busy(folder) : error;
  });
  try {
    return await work(AbortSignal.any([signal, lost.signal]));
  } catch (error) {
    throw lost.signal.aborted ? busy(folder) : error;
  } finally {
    // A lock that was lost is another's by now.
    if (!lost.signal.aborted) await release();
  }
}

function busy(folder: string): CodeFusionError {
  return new CodeFusionError(
    "install-failed",
    say`another window or command is changing the models in ${folder}`,
    "wait until it has finished, then try again",
  );
}
