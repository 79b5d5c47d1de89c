import * as vscode from "vscode";
import { asCodeFusionError, CodeFusionError } from "../../errors";
import { type Address, readAddress } from "../../policy/address";
import type { Destination } from "../../policy/destination";
import type { ServedModel } from "../../served";
import type { Config } from "../shell/config";
import { explain } from "../shell/report";
import type { Consent } from "./consent";
import type { ServerCommands } from "./server-commands";
import type { Servers } from "./servers";

export interface AddServerParts {
  readonly config: Config;
  readonly servers: Servers;
  readonly consent: Consent;
  readonly commands: Pick<ServerCommands, "setToken" | "tryOut">;
}

/** Takes a server's address, asks for consent, and for a token where the server wants one, and makes it the chosen one. */
export class AddServer {
  constructor(private readonly parts: AddServerParts) {}

  /**
   * A server of our model, once it has shown that it works.
   * @throws CodeFusionError where it does not
   */
  async remote(): Promise<void> {
    const { config, consent, commands } = this.parts;
    const { t } = vscode.l10n;
    const url = await askAddress(t("Server with CodeFusion's model"), config.backendChoice().remoteUrl);
    if (url === undefined) return;
    const destination: Destination = { kind: "remote", url };
    if (!(await consent.ask(destination))) return;
    if (await this.#withToken(url, async () => commands.tryOut(destination)))
      await config.choose({ backend: "remote", remoteUrl: url });
  }

  /**
   * A server of other models, and one of them.
   * @throws CodeFusionError where it cannot be asked for its models
   */
  async served(): Promise<void> {
    const { config, consent } = this.parts;
    const { t } = vscode.l10n;
    const url = await askAddress(t("Server of other models"), config.backendChoice().servedUrl);
    if (url === undefined) return;
    const destination: Destination = { kind: "served", url };
    if (!(await consent.ask(destination))) return;
    const models = await this.#withToken(url, () => this.#models(url));
    const model = models && (await pickModel(readAddress(url), models));
    if (model) await config.choose({ backend: "served", servedUrl: url, servedModel: model });
  }

  async #models(url: string): Promise<readonly ServedModel[]> {
    const [{ listModels }, server] = await Promise.all([import("../../served"), this.parts.servers.open(url)]);
    const title = vscode.l10n.t("CodeFusion: asking {0} for its models", readAddress(url).host);
    const location = vscode.ProgressLocation.Notification;
    return vscode.window.withProgress({ location, title, cancellable: true }, (_, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      return listModels(server, stop.signal);
    });
  }

  /** What `act` gives, which is asked once more with a token where the server wants one; undefined where it gets none. */
  async #withToken<T>(url: string, act: () => Promise<T>): Promise<T | undefined> {
    const { RemoteError } = await import("../../inference");
    try {
      return await act();
    } catch (error) {
      const wantsToken = error instanceof RemoteError && error.details.status === 401;
      if (!wantsToken) throw error;
      return (await this.parts.commands.setToken(url)) ? act() : undefined;
    }
  }
}

/** The address as it is kept; what is wrong with it is said while it is typed. */
async function askAddress(title: string, value: string): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const text = await vscode.window.showInputBox({
    title,
    value,
    placeHolder: "https://models.example.com",
    prompt: t(
      "It is resolved on the machine that the extension runs on. A token is asked for where the server wants one.",
    ),
    ignoreFocusOut: true,
    validateInput: (typed) => (typed.trim() === "" ? undefined : faultOf(typed)),
  });
  return text === undefined || text.trim() === "" ? undefined : readAddress(text).url;
}

function faultOf(text: string): vscode.InputBoxValidationMessage | undefined {
  const { t } = vscode.l10n;
  try {
    const { isPrivate, host } = readAddress(text);
    if (isPrivate) return undefined;
    const message = t("The connection to {0} is not encrypted: others on the way can read what is sent", host);
    return { message, severity: vscode.InputBoxValidationSeverity.Warning };
  } catch (error) {
    const { what, remedy } = explain(asCodeFusionError(error));
    return { message: `${what} ${remedy}`, severity: vscode.InputBoxValidationSeverity.Error };
  }
}

async function pickModel({ host }: Address, models: readonly ServedModel[]): Promise<string | undefined> {
  const { t } = vscode.l10n;
  if (models.length === 0)
    throw new CodeFusionError(
      "backend-unavailable",
      "this server has no model",
      "load one there, then choose it again",
    );
  const items = models.map(({ id, owner }) => ({ label: id, ...(owner !== undefined && { description: owner }) }));
  const title = t("Model of {0}", host);
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.label;
}
