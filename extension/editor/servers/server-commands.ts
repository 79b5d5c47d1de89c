import * as vscode from "vscode";
import { cancelled } from "../../errors";
import type { ServerCheck } from "../../policy";
import { readAddress } from "../../policy/address";
import type { Destination } from "../../policy/destination";
import type { Consent } from "./consent";
import type { Servers } from "./servers";
import type { Tokens } from "./tokens";

export interface ServerCommandParts {
  readonly servers: Servers;
  readonly consent: Consent;
  readonly tokens: Tokens;
  /** Folder of our model. */
  readonly modelsDir: () => Promise<string>;
}

/** Commands about the servers of the settings: check one, give it a token, take token or consent back. */
export class ServerCommands {
  constructor(private readonly parts: ServerCommandParts) {}

  /** Whether the server answers as it should, and how fast; asks for consent first. */
  async check(): Promise<void> {
    const { t } = vscode.l10n;
    const destination = await this.parts.servers.pick(t("Check which server?"));
    if (destination === undefined || !(await this.parts.consent.ask(destination))) return;
    await this.tryOut(destination);
  }

  /**
   * Checks a server that may be asked, and tells how fast it is.
   * @throws CodeFusionError what is wrong with it
   */
  async tryOut(destination: Destination): Promise<ServerCheck> {
    const found = await this.#checked(destination);
    void vscode.window.showInformationMessage(`CodeFusion: ${checkText(found)}`);
    return found;
  }

  /** Asks for a token and keeps it in the secret storage; an empty one changes nothing. */
  async setToken(url?: string): Promise<boolean> {
    const { t } = vscode.l10n;
    const to = url ?? (await this.parts.servers.pick(t("Set the token of which server?")))?.url;
    if (to === undefined) return false;
    const { host, isPrivate } = readAddress(to);
    const token = await vscode.window.showInputBox({
      title: t("Token of {0}", host),
      prompt: isPrivate
        ? t("It is kept in the editor's secret storage and sent to {0} alone.", host)
        : t("It is sent to {0} alone, but not encrypted: others on the way can read it.", host),
      password: true,
      ignoreFocusOut: true,
    });
    if (token === undefined || token.trim() === "") return false;
    await this.parts.tokens.set(to, token);
    return true;
  }

  async forgetToken(): Promise<void> {
    const { t } = vscode.l10n;
    const { tokens } = this.parts;
    if (tokens.servers.length === 0) {
      void vscode.window.showInformationMessage(t("CodeFusion: no server has a token."));
      return;
    }
    const title = t("Forget the tokens of which servers?");
    const picked = await vscode.window.showQuickPick([...tokens.servers], { title, canPickMany: true });
    if (picked && picked.length > 0) await tokens.forget(picked);
  }

  async withdrawConsent(): Promise<void> {
    const { t } = vscode.l10n;
    const { consent } = this.parts;
    if (consent.given.length === 0) {
      void vscode.window.showInformationMessage(
        t("CodeFusion: no server may be asked, so there is nothing to withdraw."),
      );
      return;
    }
    const title = t("Which servers may not be asked any more?");
    const picked = await vscode.window.showQuickPick([...consent.given], { title, canPickMany: true });
    if (picked && picked.length > 0) await consent.withdraw(picked);
  }

  async #checked(destination: Destination): Promise<ServerCheck> {
    const { servers, modelsDir } = this.parts;
    const title = vscode.l10n.t("CodeFusion: checking {0}", readAddress(destination.url).host);
    const location = vscode.ProgressLocation.Notification;
    return vscode.window.withProgress({ location, title, cancellable: true }, async (_, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      const [{ checkServer }, server] = await Promise.all([import("../../policy"), servers.open(destination.url)]);
      if (stop.signal.aborted) throw cancelled();
      return checkServer(destination, server, await modelsDir(), stop.signal);
    });
  }
}

/** What was found out, in one sentence. */
function checkText({ host, server, version, roundTripMs = 0, tokensPerSecond }: ServerCheck): string {
  const { t } = vscode.l10n;
  const trip = t("a round trip of {0} ms", Math.max(1, Math.round(roundTripMs)));
  const facts = [
    ...(server === undefined ? [] : [server]),
    ...(version === undefined ? [] : [t("version {0}", version)]),
    trip,
    ...(tokensPerSecond === undefined ? [] : [t("{0} tokens a second", Math.round(tokensPerSecond))]),
  ];
  return t("{0} works: {1}.", host, facts.join(", "));
}
