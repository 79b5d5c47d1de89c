import * as vscode from "vscode";
import { asCodeFusionError, type CodeFusionError, type ErrorCode } from "../../errors";
import { COMMANDS } from "./ids";
import { sentence } from "./text";
import { translateError } from "./translate-error";

/** Failures that the user's own next attempt answers; the log would tell nothing more. */
const SELF_EXPLAINING: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["bad-input", "no-valid-candidate"]);

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
    this.#last = error;
    if (error.code === "cancelled") {
      this.log.debug(error.message);
      return error;
    }
    this.log.error(error.code === "internal" && error.cause instanceof Error ? error.cause : error.line);
    const said = [error.message, error.remedy].map((text) => sentence(translateError(text, vscode.l10n.bundle)));
    const text = `CodeFusion: ${said.join(" ")}`;
    if (SELF_EXPLAINING.has(error.code)) void vscode.window.showWarningMessage(text);
    else void this.#withLog(text);
    return error;
  }

  async #withLog(text: string): Promise<void> {
    const showLog = vscode.l10n.t("Show Log");
    const answer = await vscode.window.showErrorMessage(text, showLog);
    if (answer === showLog) await vscode.commands.executeCommand(COMMANDS.showLog);
  }
}
