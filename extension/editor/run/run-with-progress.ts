import * as vscode from "vscode";
import type { GenerateProgress } from "../../contract";
import { oneLine } from "../shell/text";
import { whenAborted } from "./compute";

/**
 * Does `work` under a notification with a cancel button. Ends as soon as `controller` aborts, whatever the pipeline is
 * doing then, so that the notification never outlives the run.
 * @throws CodeFusionError what `work` throws; cancelled
 */
export async function runWithProgress<T>(
  controller: AbortController,
  work: (onProgress: (progress: GenerateProgress) => void) => Promise<T>,
  title = "CodeFusion",
): Promise<T> {
  const options: vscode.ProgressOptions = {
    location: vscode.ProgressLocation.Notification,
    title,
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    token.onCancellationRequested(() => controller.abort());
    let done = 0;
    const onProgress = (reported: GenerateProgress) => {
      const now = reported.steps > 0 ? (100 * reported.step) / reported.steps : done;
      progress.report({ message: messageOf(reported), increment: Math.max(0, now - done) });
      done = Math.max(done, now);
    };
    return Promise.race([work(onProgress), whenAborted(controller.signal)]);
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
