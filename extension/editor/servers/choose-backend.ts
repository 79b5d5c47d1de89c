import { hostname } from "node:os";
import * as vscode from "vscode";
import { asCodeFusionError } from "../../errors";
import { readAddress } from "../../policy/address";
import type { FoundServer } from "../../served";
import type { Config } from "../shell/config";
import { withoutIcons } from "../shell/text";
import type { AddServer } from "./add-server";
import type { Consent } from "./consent";
import type { Servers } from "./servers";

export interface ChooseBackendParts {
  readonly config: Config;
  readonly servers: Servers;
  readonly consent: Consent;
  readonly addServer: AddServer;
  readonly log: vscode.LogOutputChannel;
}

interface BackendItem extends vscode.QuickPickItem {
  /** What taking it does; absent for separators. */
  readonly take?: () => Promise<unknown>;
}

/** Milliseconds that a port of this machine is waited for: the list is there meanwhile, and a busy machine answers late. */
const DISCOVERY_MS = 5000;

/** Where code is generated, as one list: this machine, a server of our model, or a model that somebody serves. */
export class ChooseBackend {
  constructor(private readonly parts: ChooseBackendParts) {}

  /** Opening the list asks the usual ports of this machine for models, and no other machine. */
  async run(): Promise<void> {
    const { t } = vscode.l10n;
    const picker = vscode.window.createQuickPick<BackendItem>();
    const stop = new AbortController();
    picker.title = t("Choose where code is generated");
    picker.placeholder = t("Addresses are those of {0}, whose usual ports are asked for models now", sideText());
    picker.matchOnDescription = true;
    const show = (found: readonly FoundServer[]) => {
      const active = picker.activeItems[0]?.label;
      picker.items = this.#items(found);
      const again = picker.items.find(({ label }) => label === active) ?? picker.items.find(isCurrent);
      if (again) picker.activeItems = [again];
    };
    const chosen = new Promise<BackendItem | undefined>((resolve) => {
      picker.onDidAccept(() => {
        resolve(picker.selectedItems[0]);
        picker.hide();
      });
      picker.onDidHide(() => resolve(undefined));
    });
    show([]);
    picker.busy = true;
    picker.show();
    void this.#discover(stop.signal).then((found) => {
      if (stop.signal.aborted) return;
      picker.busy = false;
      picker.placeholder = t("Addresses are those of {0}", sideText());
      show(found);
    });
    const item = await chosen;
    stop.abort();
    picker.dispose();
    await item?.take?.();
  }

  async #discover(signal: AbortSignal): Promise<readonly FoundServer[]> {
    try {
      const { discoverServers } = await import("../../served");
      return await discoverServers({ signal, deadlineMs: DISCOVERY_MS });
    } catch (error) {
      this.parts.log.debug(`discovery: ${asCodeFusionError(error).line}`);
      return [];
    }
  }

  #items(found: readonly FoundServer[]): readonly BackendItem[] {
    const { t } = vscode.l10n;
    const { config, addServer } = this.parts;
    const { backend, remoteUrl } = config.backendChoice();
    const remoteHost = hostOrText(remoteUrl);
    return [
      separator(t("This machine")),
      {
        ...item("sparkle", t("Automatic"), backend === "auto"),
        detail:
          remoteHost === ""
            ? t("A GPU here, or else the processor; nothing is sent anywhere")
            : t("A GPU here, or else {0}, or else the processor here", remoteHost),
        take: () => config.choose({ backend: "auto" }),
      },
      {
        ...item("device-desktop", t("This machine alone"), backend === "local"),
        detail: t("Nothing is sent anywhere"),
        take: () => config.choose({ backend: "local" }),
      },
      separator(t("CodeFusion's own model")),
      ...(remoteHost === ""
        ? []
        : [
            {
              ...item("server", remoteHost, backend === "remote"),
              detail: t("The same seed gives the same candidates there"),
              take: () => this.#take({ kind: "remote", url: remoteUrl }),
            },
          ]),
      {
        ...item("add", t("Another server of this model…")),
        detail: t("codefusion serve, Triton, KServe, MLServer"),
        take: () => addServer.remote(),
      },
      separator(t("Other models")),
      ...this.#served(found),
      {
        ...item("add", t("Another server of other models…")),
        detail: t("llama.cpp, Ollama, LM Studio, vLLM, SGLang"),
        take: () => addServer.served(),
      },
    ];
  }

  /** The model of the settings, and those that were found on this machine. */
  #served(found: readonly FoundServer[]): readonly BackendItem[] {
    const { t } = vscode.l10n;
    const { backend, servedUrl, servedModel } = this.parts.config.backendChoice();
    const isChosen = (url: string, model: string) => backend === "served" && isSame(url, model, servedUrl, servedModel);
    const items = found.flatMap(({ url, name, models }) =>
      models.map(({ id }) => ({
        ...item("server-environment", id, isChosen(url, id)),
        detail: t("{0} at {1}", name, hostOrText(url)),
        take: () => this.#take({ kind: "served", url, model: id }),
      })),
    );
    const isListed = found.some(({ url, models }) => models.some(({ id }) => isSame(url, id, servedUrl, servedModel)));
    if (servedUrl === "" || servedModel === "" || isListed) return items;
    const own = {
      ...item("server-environment", servedModel, backend === "served"),
      detail: t("At {0}", hostOrText(servedUrl)),
      take: () => this.#take({ kind: "served", url: servedUrl, model: servedModel }),
    };
    return [own, ...items];
  }

  /** Nothing is changed where the user does not let requests go there. */
  async #take(destination: { kind: "remote"; url: string } | { kind: "served"; url: string; model: string }) {
    const { consent, config } = this.parts;
    if (!(await consent.ask(destination))) return;
    const { kind, url } = destination;
    if (kind === "remote") await config.choose({ backend: kind, remoteUrl: url });
    else await config.choose({ backend: kind, servedUrl: url, servedModel: destination.model });
  }
}

/** The machine that addresses are resolved on: the extension's, which need not be the one with the screen. */
export function sideText(): string {
  const { t } = vscode.l10n;
  const { remoteName } = vscode.env;
  return remoteName === undefined ? t("this machine") : t("the remote machine {0} ({1})", hostname(), remoteName);
}

function item(icon: string, label: string, isChosen = false): BackendItem {
  const description = isChosen ? { description: vscode.l10n.t("chosen") } : {};
  return { label: `$(${icon}) ${withoutIcons(label)}`, ...description };
}

function isCurrent({ description }: BackendItem): boolean {
  return description === vscode.l10n.t("chosen");
}

function separator(label: string): BackendItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function isSame(url: string, model: string, otherUrl: string, otherModel: string): boolean {
  return hostOrText(url) === hostOrText(otherUrl) && model === otherModel;
}

/** How a server is called; a setting that is no address stands as it is. */
export function hostOrText(url: string): string {
  try {
    return url === "" ? "" : readAddress(url).host;
  } catch {
    return url;
  }
}
