import type * as vscode from "vscode";
import type { GenerateProgress, GenerateRequest, GenerateResult, Generator } from "../../contract";
import { cancelled } from "../../errors";
import type { StatusBar } from "../shell/status-bar";
import type { GeneratorSource } from "./generator-source";

export interface ComputerParts {
  readonly generators: GeneratorSource;
  readonly status: StatusBar;
  readonly log: vscode.LogOutputChannel;
}

export interface RunOptions {
  readonly onBegin?: (request: GenerateRequest, generator: Generator) => void;
  readonly mayAsk?: boolean;
}

/** Runs the pipeline for whoever asks: followed by the status bar, told in the log, stopped all at once on request. */
export class Computer {
  readonly #running = new Set<AbortController>();

  constructor(private readonly parts: ComputerParts) {}

  get isRunning(): boolean {
    return this.#running.size > 0;
  }

  /** Stops every run that is under way. */
  cancel(): void {
    for (const controller of this.#running) controller.abort();
  }

  /**
   * @param mayAsk false where nobody waits: what needs the user's consent then stays on this machine
   * @throws CodeFusionError what the pipeline throws; cancelled
   */
  async run(
    request: GenerateRequest,
    signal: AbortSignal,
    onProgress: (progress: GenerateProgress) => void,
    { onBegin, mayAsk = true }: RunOptions = {},
  ): Promise<GenerateResult> {
    const { generators, status, log } = this.parts;
    const controller = new AbortController();
    const abort = () => controller.abort();
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    this.#running.add(controller);
    const busy = status.busy();
    const report = (progress: GenerateProgress) => {
      busy.report(progress);
      onProgress(progress);
    };
    try {
      const work = async () => {
        const generator = await generators.get();
        onBegin?.(request, generator);
        return generator.generate(request, { signal: controller.signal, onProgress: report, mayAsk });
      };
      // Over at once when stopped, whatever the pipeline is doing then: nothing may stick on "working".
      const result = await Promise.race([work(), whenAborted(controller.signal)]);
      log.info(
        `${result.candidates.length} of ${request.count} candidates for ${JSON.stringify(request.utterance)}: ` +
          `${backendText(result.backend)}, ${result.steps} steps, seed ${request.seed}, ${Math.round(result.timings.totalMs)} ms`,
      );
      this.#logRejected(result.rejected);
      busy.done(result);
      return result;
    } catch (error) {
      if (error instanceof Error && "rejected" in error) this.#logRejected(error.rejected);
      busy.failed(error);
      throw error;
    } finally {
      signal.removeEventListener("abort", abort);
      this.#running.delete(controller);
    }
  }

  /** Why samples were not offered stays visible in the log; an error carries them untyped. */
  #logRejected(rejected: unknown): void {
    for (const sample of Array.isArray(rejected) ? rejected : [])
      this.parts.log.debug(`rejected: ${JSON.stringify(sample)}`);
  }
}

/** What computed, for the log. */
function backendText({ kind, provider, host }: GenerateResult["backend"]): string {
  return host === undefined ? provider : `${kind} ${provider} at ${host}`;
}

/** Rejects as soon as `signal` aborts. */
export function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(cancelled());
    signal.addEventListener("abort", () => reject(cancelled()), { once: true });
  });
}
