import type * as vscode from "vscode";
import { CodeFusionError } from "../../errors";
import { readAddress } from "../../policy/address";
import { STORAGE_KEYS } from "../shell/ids";
import { serverKey } from "./server-key";

/** What an HTTP header can carry. */
const PRINTABLE = /^[\x21-\x7e]+$/;

/** Bearer tokens of servers, in the editor's secret storage alone. */
export class Tokens {
  constructor(
    private readonly secrets: vscode.SecretStorage,
    /** Which servers have one: the secret storage lists nothing. */
    private readonly storage: vscode.Memento,
  ) {}

  /** Servers that have a token, as they are kept. */
  get servers(): readonly string[] {
    return this.storage.get<readonly string[]>(STORAGE_KEYS.tokens, []);
  }

  /** What a server is sent with every request; nothing where it has no token. */
  async headers(url: string): Promise<Readonly<Record<string, string>>> {
    const token = await this.secrets.get(secretOf(serverKey(readAddress(url))));
    return token === undefined ? {} : { authorization: `Bearer ${token}` };
  }

  /** @throws CodeFusionError bad-input where no header could carry it; the token itself is in no message */
  async set(url: string, text: string): Promise<void> {
    const token = text.trim().replace(/^bearer\s+/i, "");
    if (!PRINTABLE.test(token))
      throw new CodeFusionError("bad-input", "this is not a token", "give printable characters without spaces");
    const key = serverKey(readAddress(url));
    await this.storage.update(STORAGE_KEYS.tokens, [...new Set([...this.servers, key])]);
    await this.secrets.store(secretOf(key), token);
  }

  async forget(keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.secrets.delete(secretOf(key));
    await this.storage.update(
      STORAGE_KEYS.tokens,
      this.servers.filter((key) => !keys.includes(key)),
    );
  }
}

const secretOf = (key: string) => `codefusion.token ${key}`;
