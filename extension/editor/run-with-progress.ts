import * as vscode from "vscode";
import { cancelled } from "../errors";
import type { GenerateProgress, GenerateRequest, GenerateResult, Generator } from "../pipeline";
import { oneLine } from "./text";

/**
 * Runs the pipeline under a notification with a cancel button. Ends as soon as `controller` aborts, whatever the
 * pipeline is doing then, so that the notification never outlives the run.
 * @throws CodeFusionError what the pipeline throws; cancelled
 */
export async function runWithProgress(
  generator: () => Promise<Generator>,
  request: GenerateRequest,
  controller: AbortController,
  onProgress: (progress: GenerateProgress) => void,
): Promise<GenerateResult> {
  const options: vscode.ProgressOptions = {
    location: vscode.ProgressLocation.Notification,
    title: "CodeFusion",
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    token.onCancellationRequested(() => controller.abort());
    let done = 0;
    const run = async () =>
      (await generator()).generate(request, {
        signal: controller.signal,
        onProgress: (reported) => {
          onProgress(reported);
          const now = reported.steps > 0 ? (100 * reported.step) / reported.steps : done;
          progress.report({ message: messageOf(reported), increment: Math.max(0, now - done) });
          done = Math.max(done, now);
        },
      });
    return Promise.race([run(), aborted(controller.signal)]);
  });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(cancelled());
    signal.addEventListener("abort", () => reject(cancelled()), { once: true });
  });
}

function messageOf({ phase, step, steps, preview }: GenerateProgress): string {
  switch (phase) {
    case "loading":
      return vscode.l10n.t("Loading the model");
    case "encoding":
      return vscode.l10n.t("Reading the comment");
    case "denoising":
      return `${vscode.l10n.t("Step {0} of {1}", step, steps)} · ${oneLine(preview[0] ?? "", 60)}`;
    case "decoding":
      return vscode.l10n.t("Decoding");
    case "selecting":
      return vscode.l10n.t("Choosing candidates");
  }
}
