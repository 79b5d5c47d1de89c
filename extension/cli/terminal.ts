import { addAbortSignal } from "node:stream";
import { text } from "node:stream/consumers";
import type { CliContext } from "./context";
import { EXIT } from "./exit";
import { type CommandLine, runCommandLine } from "./program";

/** After this a provider counts as hung. */
const PROBE_TIMEOUT_MS = 20_000;

/** Runs a command line in this process's terminal, over the same pipeline as the editor, and ends the process. */
export async function runInTerminal(line: CommandLine): Promise<void> {
  leaveOnClosedPipe();
  const signal = interruption();
  const context: CliContext = {
    stdout: process.stdout,
    stderr: process.stderr,
    readInput: () => text(addAbortSignal(signal, process.stdin)),
    signal,
    env: process.env,
    // Loaded late: help and bad input need not wait for what computes.
    openGenerator: async (modelsDir, provider, defaults, server) => {
      const [{ createGenerator }, { createRemoteBackend }] = await Promise.all([
        import("../pipeline"),
        import("../inference"),
      ]);
      return createGenerator({
        modelsDir,
        ...(provider && { provider }),
        ...(defaults && { defaults }),
        ...(server && { backend: ({ manifest }) => createRemoteBackend({ model: manifest, server }) }),
      });
    },
    probeProviders: async () => {
      const { defaultChildEntry, probeAll, thisHost } = await import("../inference");
      return probeAll({ entry: defaultChildEntry(), host: thisHost(), timeoutMs: PROBE_TIMEOUT_MS, signal });
    },
  };
  const ending = await runCommandLine(line, process.argv.slice(2), context);
  if (ending.line !== undefined) process.stderr.write(`${ending.line}\n`);
  // What is still buffered leaves first; then nothing that lingers may hold the terminal.
  process.stdout.write("", () => process.exit(ending.code));
}

/** Aborted by the first Ctrl+C (or a polite kill); the second one ends the process at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(EXIT.cancelled);
      controller.abort();
    });
  return controller.signal;
}

/** A reader that has seen enough (`| head -1`) is no failure. */
function leaveOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(EXIT.ok);
      throw error;
    });
}
