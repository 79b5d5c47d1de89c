import { CodeFusionError, cancelled, say } from "../errors";
import { type Fetch, openExchange, RemoteError } from "../inference";
import { readAddress } from "../policy/address";

/** How addresses are reached. */
export interface WebAccess {
  readonly fetch: Fetch;
  /** Whether a host may be asked; before its first byte, also where another host sends on to it. */
  readonly permits: (address: URL) => Promise<boolean>;
}

/** Addresses that one request may be sent on to. */
const MOST_REDIRECTS = 5;
/** Milliseconds for one file: a day, as long as something comes every half minute. */
const [DEADLINE_MS, SILENCE_MS] = [86_400_000, 30_000];

/**
 * An address that a model may be fetched from: over TLS, or on this machine.
 * @throws CodeFusionError bad-input
 */
export function readModelAddress(text: string): URL {
  const remedy = "give one like https://models.example.com/small/manifest.json";
  const fault = (message: ReturnType<typeof say>) => new CodeFusionError("bad-input", message, remedy);
  if (!URL.canParse(text)) throw fault(say`${text} is not an address`);
  const address = new URL(text);
  if (address.username !== "" || address.password !== "")
    throw fault(say`the address of ${address.host} holds a name or a password`);
  if (!readAddress(address.origin).isPrivate)
    throw fault(say`models are not fetched from ${address.host} without encryption`);
  address.hash = "";
  return address;
}

/** An address as it is told: what follows a question mark may be a key. */
export const tellAddress = ({ origin, pathname }: URL): string => `${origin}${pathname}`;

/** Answers of addresses whose hosts may be asked. Nothing of the user's is sent: no token, no cookie. */
export class Web {
  readonly #permitted = new Set<string>();

  constructor(private readonly access: WebAccess) {}

  /**
   * Redirects are followed where they keep to the protocol, and as far as the hosts are permitted.
   * @throws RemoteError, CodeFusionError cancelled, also where a host is not permitted
   */
  async get(address: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal) {
    let at = address;
    for (let redirects = 0; ; redirects++) {
      await this.#require(at);
      try {
        return await openExchange(
          { url: at.href, fetch: this.access.fetch },
          {
            ...{ method: "GET", path: "", signal, deadlineMs: DEADLINE_MS, silenceMs: SILENCE_MS },
            // Sizes and ranges are those of the file itself.
            headers: { accept: "*/*", "accept-encoding": "identity", ...headers },
            maxBytes: Number.MAX_SAFE_INTEGER,
          },
        );
      } catch (error) {
        const location = error instanceof RemoteError ? error.details.location : undefined;
        if (location === undefined || redirects === MOST_REDIRECTS) throw error;
        at = sentOn(at, location);
      }
    }
  }

  async #require(address: URL): Promise<void> {
    if (this.#permitted.has(address.origin)) return;
    if (!(await this.access.permits(address))) throw cancelled();
    this.#permitted.add(address.origin);
  }
}

function sentOn(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (to?.protocol === from.protocol) return readModelAddress(to.href);
  throw new CodeFusionError(
    "bad-input",
    say`${from.host} sends on to ${to ? tellAddress(to) : location}, which is not fetched`,
    "name an https address that holds the model itself",
  );
}
