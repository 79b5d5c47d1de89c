import * as vscode from "vscode";
import { asCodeFusionError, type CodeFusionError } from "../../errors";
import { RemoteError } from "../../inference/remote/faults";
import { COMMANDS } from "./ids";
import { sentence } from "./text";
import { translated } from "./translate";

/** What went wrong and what can be done, as two sentences in the user's language. */
export function explain({ said }: CodeFusionError): { readonly what: string; readonly remedy: string } {
  const inWords = (part: keyof typeof said) => sentence(translated(said[part], vscode.l10n.t));
  return { what: inWords("message"), remedy: inWords("remedy") };
}

/** Tells the user about failures: one message each, with the remedy; a cancelled run is silent. */
export class Reporter {
  #last: CodeFusionError | undefined;

  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** The failure shown last, for tests. */
  get last(): CodeFusionError | undefined {
    return this.#last;
  }

  /** Shows `thrown` without waiting for the user's answer, and returns it as what it is. */
  report(thrown: unknown): CodeFusionError {
    const error = asCodeFusionError(thrown);
    this.note(error);
    if (error.code === "cancelled") return error;
    const { what, remedy } = explain(error);
    const text = `CodeFusion: ${what} ${remedy}`;
    // The user's own next attempt answers these; the log would tell nothing more.
    if (error.isAnswer) void vscode.window.showInformationMessage(text);
    else if (error.code === "bad-input") void vscode.window.showWarningMessage(text);
    else void this.#withActions(text, error);
    return error;
  }

  /** Writes down what the user was told already, or need not be told. */
  note(error: CodeFusionError): void {
    this.#last = error;
    if (error.code === "cancelled") this.log.debug(error.message);
    else if (error.isAnswer) this.log.info(error.line);
    else this.log.error(error.code === "internal" && error.cause instanceof Error ? error.cause : error.line);
  }

  /** A server's failure can be mended by its token or by another choice; every failure can be looked up. */
  async #withActions(text: string, error: CodeFusionError): Promise<void> {
    const { t } = vscode.l10n;
    const isServers = error instanceof RemoteError;
    const isModels = error.code === "model-missing" || error.code === "model-corrupt";
    const actions = new Map<string, string>([
      ...(isServers && error.details.status === 401 ? [[t("Set Server Token"), COMMANDS.setServerToken] as const] : []),
      ...(isServers ? [[t("Choose Where Code Is Generated"), COMMANDS.chooseBackend] as const] : []),
      ...(isModels ? [[t("Manage Models"), COMMANDS.manageModels] as const] : []),
      [t("Show Log"), COMMANDS.showLog],
    ]);
    const command = actions.get((await vscode.window.showErrorMessage(text, ...actions.keys())) ?? "");
    if (command) await vscode.commands.executeCommand(command);
  }
}
