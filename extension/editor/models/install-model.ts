import { basename } from "node:path";
import * as vscode from "vscode";
import { asCodeFusionError } from "../../errors";
import type { InstalledModel, InstalledModels } from "../../installed";
import { editorFetch } from "../servers/editor-fetch";
import { explain } from "../shell/report";

/** Bytes for people, as "41.9 MB". */
export function sizeText(bytes: number): string {
  const [unit, value] = bytes < 1e9 ? ["megabyte", bytes / 1e6] : ["gigabyte", bytes / 1e9];
  return new Intl.NumberFormat(vscode.env.language, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
}

/** The address that the user types; what is wrong with it is said meanwhile. */
export async function askModelAddress(): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const { readModelAddress } = await import("../../installed");
  const faultOf = (text: string) => {
    try {
      readModelAddress(text.trim());
      return undefined;
    } catch (error) {
      const { what, remedy } = explain(asCodeFusionError(error));
      return { message: `${what} ${remedy}`, severity: vscode.InputBoxValidationSeverity.Error };
    }
  };
  const text = await vscode.window.showInputBox({
    title: t("Address of a model"),
    placeHolder: "https://models.example.com/small/manifest.json",
    prompt: t("It is fetched by the machine that the extension runs on, once you have said yes to the host."),
    ignoreFocusOut: true,
    validateInput: (typed) => (typed.trim() === "" ? undefined : faultOf(typed)),
  });
  return text?.trim() || undefined;
}

/**
 * Installs a model with its progress on show, which can be cancelled.
 * @param certificates a PEM file of authorities; empty for none
 * @throws CodeFusionError what installing throws; cancelled
 */
export async function installModel(
  named: string,
  installed: InstalledModels,
  certificates: string,
): Promise<InstalledModel> {
  const { t } = vscode.l10n;
  const [{ openSource }, fetch] = await Promise.all([import("../../installed"), editorFetch(certificates)]);
  const source = await openSource(named, { fetch, permits: (address) => askForHost(address, installed.folder) });
  const title = t("CodeFusion: installing a model from {0}", basename(source.from));
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    let percent = 0;
    const onProgress = (done: number, total: number) => {
      const now = Math.floor((100 * done) / Math.max(total, 1));
      if (now === percent) return;
      progress.report({ increment: now - percent, message: t("{0} of {1}", sizeText(done), sizeText(total)) });
      percent = now;
    };
    return (await installed.install(source, { signal: stop.signal, onProgress })).model;
  });
}

/** Asked before the first byte of every host, also of one that another sends on to; never remembered. */
async function askForHost({ host, origin, pathname }: URL, folder: string): Promise<boolean> {
  const { t } = vscode.l10n;
  const detail = [
    t("Fetched are the model's manifest and the files that it lists, each checked by its SHA-256. Nothing is sent."),
    t("They come from {0}.", `${origin}${pathname}`),
    t("They go to {0}. A download that is cancelled goes on where it was when you install the model again.", folder),
  ].join("\n\n");
  const fetch = t("Fetch");
  return (
    (await vscode.window.showWarningMessage(t("Fetch a model from {0}?", host), { modal: true, detail }, fetch)) ===
    fetch
  );
}
