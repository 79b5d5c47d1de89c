import * as vscode from "vscode";
import type { PolicyOptions } from "../../policy";
import type { CommandHandlers } from "../shell/commands";
import type { Config } from "../shell/config";
import type { Planned } from "../shell/status-bar";
import { AddServer } from "./add-server";
import { ChooseBackend, hostOrText } from "./choose-backend";
import { Consent } from "./consent";
import { ServerCommands } from "./server-commands";
import { Servers } from "./servers";
import { tellFallback } from "./tell-fallback";
import { Tokens } from "./tokens";

export interface OpenServersOptions {
  readonly context: Pick<vscode.ExtensionContext, "globalState" | "secrets">;
  readonly config: Config;
  readonly log: vscode.LogOutputChannel;
  /** Folder of our model. */
  readonly modelsDir: () => Promise<string>;
}

type ServerHandlers = Pick<
  CommandHandlers,
  "chooseBackend" | "checkServer" | "setServerToken" | "forgetServerToken" | "withdrawConsent"
>;

/** What the rest of the editor needs of servers. */
export interface OpenServers extends vscode.Disposable {
  /** The server of the settings, for the status bar. */
  readonly planned: Planned | undefined;
  readonly handlers: ServerHandlers;
  /** Fires where a pipeline that is there would ask another server, with another token, or without being allowed to. */
  readonly onDidChange: vscode.Event<unknown>;
  /** Who generates by the settings, whom the user permits it, and what is told. */
  policyOptions(): Promise<Omit<PolicyOptions, "modelsDir" | "log">>;
}

/** Builds the parts that know servers; nothing is sent by it. */
export function openServers({ context, config, log, modelsDir }: OpenServersOptions): OpenServers {
  const consent = new Consent(context.globalState);
  const tokens = new Tokens(context.secrets, context.globalState);
  const servers = new Servers({ config, consent, tokens });
  const commands = new ServerCommands({ servers, consent, tokens, modelsDir });
  const addServer = new AddServer({ config, servers, consent, commands });
  const chooseBackend = new ChooseBackend({ config, servers, consent, addServer, log });
  const changed = new vscode.EventEmitter<void>();
  let choice = JSON.stringify(config.backendChoice());
  const subscriptions = [
    config.onDidChange(() => {
      const now = JSON.stringify(config.backendChoice());
      if (now !== choice) changed.fire();
      choice = now;
    }),
    consent.onDidWithdraw(() => changed.fire()),
    context.secrets.onDidChange(() => changed.fire()),
  ];
  return {
    get planned() {
      const destination = servers.planned();
      if (destination === undefined) return undefined;
      const isCertain = config.backendChoice().backend !== "auto";
      return { host: hostOrText(destination.url), model: destination.model, isCertain };
    },
    handlers: {
      chooseBackend: () => chooseBackend.run(),
      checkServer: () => commands.check(),
      setServerToken: () => commands.setToken(),
      forgetServerToken: () => commands.forgetToken(),
      withdrawConsent: () => commands.withdrawConsent(),
    },
    onDidChange: changed.event,
    policyOptions: async () => ({
      ...(await servers.optionsOf(config.backendChoice())),
      permits: (destination, mayAsk) => consent.permits(destination, mayAsk),
      onFallback: (fallback) => tellFallback(fallback, log),
    }),
    dispose: () => vscode.Disposable.from(...subscriptions, changed, consent).dispose(),
  };
}
