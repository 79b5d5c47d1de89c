import type { WriteStream } from "node:tty";
import type { Generator } from "../contract";
import type { ProviderOutcome, ProviderSetting, RemoteServer } from "../inference";
import type { AdjustDefaults } from "../pipeline";

/** Where the CLI writes; the parts of a terminal are used only where it is one. */
export type Output = Pick<NodeJS.WritableStream, "write"> &
  Partial<Pick<WriteStream, "isTTY" | "columns" | "rows" | "hasColors">>;

/** Everything a command needs from outside, so that a test can hand in its own. */
export interface CliContext {
  readonly stdout: Output;
  readonly stderr: Output;
  /** All of standard input as text. */
  readInput(): Promise<string>;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Opens the pipeline on the model in `folder`.
   * @param provider execution provider to insist on; auto or none takes the best one that works
   * @param defaults other decoding settings than the model's own
   * @param remote a server that is to compute instead of this machine
   */
  openGenerator(
    folder: string,
    provider: ProviderSetting | undefined,
    defaults?: AdjustDefaults,
    remote?: RemoteServer,
  ): Promise<Generator>;
  /** Tries every execution provider, best first. */
  probeProviders(): Promise<readonly ProviderOutcome[]>;
}

/** Writes all of `text`; resolves when it has left this process. */
export function write(output: Output, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(text, (error?: Error | null) => (error ? reject(error) : resolve()));
  });
}
