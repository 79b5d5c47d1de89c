import * as vscode from "vscode";
import { CodeFusionError } from "../../errors";
import type { RemoteServer } from "../../inference";
import type { PolicyOptions } from "../../policy";
import { readAddress } from "../../policy/address";
import type { Destination } from "../../policy/destination";
import type { BackendChoice, Config } from "../shell/config";
import type { Consent } from "./consent";
import { editorFetch } from "./editor-fetch";
import type { Tokens } from "./tokens";

export interface ServersParts {
  readonly config: Config;
  readonly consent: Consent;
  readonly tokens: Tokens;
}

/** The servers of the settings, as they are asked: with their token, through the editor's proxy. */
export class Servers {
  constructor(private readonly parts: ServersParts) {}

  /** Where requests go by the settings, while this machine is not preferred; undefined where they stay here. */
  planned(choice: BackendChoice = this.parts.config.backendChoice()): Destination | undefined {
    const { backend, remoteUrl: url, servedUrl, servedModel: model } = choice;
    if (backend === "served")
      return servedUrl === "" || model === "" ? undefined : { kind: "served", url: servedUrl, model };
    return backend === "local" || url === "" ? undefined : { kind: "remote", url };
  }

  /**
   * A server as it is asked. Nothing is sent by this.
   * @throws CodeFusionError bad-input for an address or certificates that are none
   */
  async open(
    url: string,
    certificates = this.parts.config.backendChoice().certificateAuthority,
  ): Promise<RemoteServer> {
    const address = readAddress(url);
    const [headers, fetch] = await Promise.all([this.parts.tokens.headers(url), editorFetch(certificates)]);
    return { url: address.url, headers, fetch };
  }

  /** What the policy is told of a choice. */
  async optionsOf(choice: BackendChoice): Promise<Pick<PolicyOptions, "backend" | "provider" | "remote" | "served">> {
    const { backend, provider, certificateAuthority } = choice;
    const destination = this.planned(choice);
    const server = destination && (await this.open(destination.url, certificateAuthority));
    return {
      ...{ backend, provider },
      ...(server && destination?.kind === "remote" && { remote: server }),
      ...(server && destination?.kind === "served" && { served: { server, model: destination.model ?? "" } }),
    };
  }

  /** Everything whose servers the user may want to name: those of the settings. */
  get known(): readonly Destination[] {
    const { remoteUrl, servedUrl, servedModel } = this.parts.config.backendChoice();
    return [
      ...(remoteUrl === "" ? [] : [{ kind: "remote", url: remoteUrl } as const]),
      ...(servedUrl === "" ? [] : [{ kind: "served", url: servedUrl, model: servedModel } as const]),
    ];
  }

  /**
   * The server to do something with: the one of the settings, or the one of two that the user picks.
   * @throws CodeFusionError bad-input where the settings name none
   */
  async pick(title: string): Promise<Destination | undefined> {
    const { known } = this;
    const [first] = known;
    if (first === undefined)
      throw new CodeFusionError(
        "bad-input",
        "no server is chosen yet",
        "choose one with CodeFusion: Choose Where Code Is Generated",
      );
    if (known.length === 1) return first;
    const items = known.map((destination) => ({ label: readAddress(destination.url).host, destination }));
    return (await vscode.window.showQuickPick(items, { title }))?.destination;
  }
}
