import * as vscode from "vscode";
import type { GenerateProgress } from "../../contract";

/** What a run is doing, in the user's language; undefined stands for one that has not told yet. */
export function progressText(progress: GenerateProgress | undefined): string {
  const { t } = vscode.l10n;
  switch (progress?.phase) {
    case undefined:
    case "loading":
      return t("Loading the model");
    case "encoding":
      return t("Reading the comment");
    case "denoising":
      return t("Step {0} of {1}", progress?.step ?? 0, progress?.steps ?? 0);
    case "decoding":
      return t("Decoding");
    case "selecting":
      return t("Choosing candidates");
  }
}
