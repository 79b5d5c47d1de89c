import { CodeFusionError, type Message, say } from "../errors";

/** Where a server is, as a user named it. */
export interface Address {
  /** Without a slash at the end. */
  readonly url: string;
  /** Scheme, host and port: what consent and tokens belong to. */
  readonly origin: string;
  /** Host, and port where one is given. */
  readonly host: string;
  /** Whether it names the machine that asks; what listens there may still forward elsewhere. */
  readonly isLoopback: boolean;
  /** Whether nobody on the way can read what is sent: TLS, or no way at all. */
  readonly isPrivate: boolean;
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
/** A scheme with an authority; what has none is taken for a host. */
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

/**
 * Reads an address that a user wrote; one without a scheme is taken for HTTPS, on this machine for HTTP.
 * @throws CodeFusionError bad-input
 */
export function readAddress(text: string): Address {
  const trimmed = text.trim();
  const fault = (message: string | Message, remedy: string) => new CodeFusionError("bad-input", message, remedy);
  const example = "give one like https://models.example.com or http://localhost:8080";
  const asLocal = `http://${trimmed}`;
  const isLocal = URL.canParse(asLocal) && LOOPBACK.test(new URL(asLocal).hostname);
  const whole = SCHEME.test(trimmed) ? trimmed : isLocal ? asLocal : `https://${trimmed}`;
  if (trimmed === "" || !URL.canParse(whole)) throw fault(say`${trimmed || "“”"} is not an address`, example);
  const url = new URL(whole);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw fault(say`an address of ${url.protocol} cannot be asked`, example);
  if (url.username !== "" || url.password !== "")
    throw fault(
      say`the address of ${url.host} holds a name or a password`,
      "leave them out, and set the token with CodeFusion: Set Server Token",
    );
  if (url.search !== "" || url.hash !== "")
    throw fault(say`the address of ${url.host} has a question mark or a hash sign in it`, "leave out what follows it");
  const isLoopback = LOOPBACK.test(url.hostname);
  return {
    url: url.href.replace(/\/+$/, ""),
    origin: url.origin,
    host: url.host,
    isLoopback,
    isPrivate: isLoopback || url.protocol === "https:",
  };
}
