import { hostname } from "node:os";
import * as vscode from "vscode";
import { type Address, readAddress } from "../../policy/address";
import type { Destination } from "../../policy/destination";
import { STORAGE_KEYS } from "../shell/ids";
import { serverKey } from "./server-key";

/** Which servers the user lets requests go to: asked once each, remembered until it is taken back. */
export class Consent {
  readonly #withdrawn = new vscode.EventEmitter<void>();
  /** Servers that were declined; asked of again in another session, or when one is chosen anew. */
  readonly #declined = new Set<string>();
  /** The question on show, so that two runs at once ask it once. */
  readonly #asking = new Map<string, Promise<boolean>>();

  /** Fires when consent was taken back: what runs on it has to stop. */
  readonly onDidWithdraw = this.#withdrawn.event;

  constructor(private readonly storage: vscode.Memento) {}

  /** Servers that requests may go to, as they are kept. */
  get given(): readonly string[] {
    return this.storage.get<readonly string[]>(STORAGE_KEYS.consent, []);
  }

  isGiven(destination: Destination): boolean {
    return this.given.includes(keyOf(destination));
  }

  /** Whether requests may go there; a server that nobody has decided on is asked about where `mayAsk` says so. */
  async permits(destination: Destination, mayAsk: boolean): Promise<boolean> {
    if (this.isGiven(destination)) return true;
    return mayAsk && !this.#declined.has(keyOf(destination)) && this.ask(destination);
  }

  /** Tells what would be sent where, and asks for a yes. */
  async ask(destination: Destination): Promise<boolean> {
    if (this.isGiven(destination)) return true;
    const key = keyOf(destination);
    const asking = this.#asking.get(key) ?? this.#ask(destination, key);
    this.#asking.set(key, asking);
    try {
      return await asking;
    } finally {
      this.#asking.delete(key);
    }
  }

  async withdraw(keys: readonly string[]): Promise<void> {
    const kept = this.given.filter((key) => !keys.includes(key));
    await this.storage.update(STORAGE_KEYS.consent, kept);
    this.#withdrawn.fire();
  }

  dispose(): void {
    this.#withdrawn.dispose();
  }

  async #ask(destination: Destination, key: string): Promise<boolean> {
    const { t } = vscode.l10n;
    const address = readAddress(destination.url);
    const allow = t("Allow");
    const decline: vscode.MessageItem = { title: t("Use This Machine"), isCloseAffordance: true };
    const answer = await vscode.window.showWarningMessage<vscode.MessageItem>(
      destination.kind === "served"
        ? t("Let {0} at {1} generate code?", destination.model ?? t("a model"), address.host)
        : t("Let {0} generate code?", address.host),
      { modal: true, detail: detailOf(destination, address) },
      { title: allow },
      decline,
    );
    const isAllowed = answer?.title === allow;
    if (isAllowed) {
      this.#declined.delete(key);
      await this.storage.update(STORAGE_KEYS.consent, [...new Set([...this.given, key])]);
    } else this.#declined.add(key);
    return isAllowed;
  }
}

/** More leaves for a served model than for our own, so each is a question of its own. */
function keyOf({ kind, url }: Destination): string {
  return `${kind} ${serverKey(readAddress(url))}`;
}

function detailOf({ kind, url }: Destination, { isLoopback, isPrivate }: Address): string {
  const { t } = vscode.l10n;
  const sent =
    kind === "served"
      ? t(
          "Sent with every request: the comment, the code above it (ten lines at most), the names of its table's columns, the code that you refine, and a token if you set one. Nothing else. Of files that “codefusion.served.exclude” names, no code is sent.",
        )
      : t(
          "Sent with every request: the comment, the names of its table's columns, the code that you refine or branch from, and a token if you set one. Nothing else.",
        );
  return [
    sent,
    t("It goes to {0}.", url),
    ...(isLoopback ? [t("That is a port of {0}; what listens there may send it on.", hostname())] : []),
    ...(isPrivate ? [] : [t("The connection is not encrypted: others on the way can read it, and the token too.")]),
    t("You are asked once for each server. “CodeFusion: Withdraw Consent to a Server” takes it back."),
  ].join("\n\n");
}
