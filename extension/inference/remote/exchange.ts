import { cancelled } from "../../errors";
import { errorBodySchema } from "../open-inference";
import { connectionFault, endlessFault, RemoteError, statusFault, timeoutFault } from "./faults";

/** What is used of `fetch`, so that undici's own and the editor's fit as well. */
export type Fetch = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: Uint8Array<ArrayBuffer>;
    readonly redirect: "manual";
    readonly signal: AbortSignal;
  },
) => Promise<FetchResponse>;

interface FetchResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: { getReader(): BodyReader } | null;
}

interface BodyReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

/** Where a server is and what it wants to be told with every request. */
export interface RemoteServer {
  /** Its address, `/v2` and what follows left out. */
  readonly url: string;
  /** Sent with every request to this address, and to no other: a bearer token, or what a gateway wants. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Of this process by default: the editor's own knows its proxy and certificates. */
  readonly fetch?: Fetch;
}

export interface Exchange {
  readonly method: "GET" | "POST";
  /** From the server's address on. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal | undefined;
  /** For the whole of the answer. */
  readonly deadlineMs: number;
  /** For every next part of the answer, the first too; as long as the whole by default. */
  readonly silenceMs?: number;
  /** Of an answer. */
  readonly maxBytes: number;
}

export interface ServerAnswer {
  readonly headers: FetchResponse["headers"];
  readonly body: Uint8Array;
}

/** An answer that is still coming. */
export interface OpenAnswer extends Pick<ServerAnswer, "headers"> {
  /** 2xx. */
  readonly status: number;
  /** What comes of it, as it comes; who stops reading closes the connection. */
  readonly parts: AsyncGenerator<Uint8Array, void, undefined>;
}

/** Bytes of a refusal that are read. */
const REFUSAL_BYTES = 64 * 1024;
/** Characters of a server's own words that are shown. */
const SAID = 200;

/** How a server is called in messages: host, and port where one is given. */
export function hostOf({ url }: RemoteServer): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/**
 * One HTTP request and its whole answer, within limits.
 * @throws RemoteError, and CodeFusionError cancelled
 */
export async function exchange(server: RemoteServer, request: Exchange): Promise<ServerAnswer> {
  const { headers, parts } = await openExchange(server, request);
  return { headers, body: await allOf(parts) };
}

/**
 * One HTTP request, and its answer as it comes, within limits. Redirects are not followed: a token would go where nobody
 * sent it.
 * @throws RemoteError, and CodeFusionError cancelled; so does reading what comes
 */
export async function openExchange(server: RemoteServer, request: Exchange): Promise<OpenAnswer> {
  const { method, path, headers, body, signal, deadlineMs, silenceMs = deadlineMs, maxBytes } = request;
  const host = hostOf(server);
  const deadline = AbortSignal.timeout(deadlineMs);
  const silence = new AbortController();
  const clock = setTimeout(() => silence.abort(), silenceMs);
  const faultOf = (error: unknown): Error => {
    if (signal?.aborted) return cancelled();
    if (error instanceof RemoteError) return error;
    if (deadline.aborted) return timeoutFault(host, deadlineMs);
    return silence.signal.aborted ? timeoutFault(host, silenceMs) : connectionFault(host, error);
  };
  const send: Fetch = server.fetch ?? globalThis.fetch;
  try {
    const response = await send(`${server.url.replace(/\/+$/, "")}${path}`, {
      method,
      headers: { accept: "application/json, application/octet-stream", ...server.headers, ...headers },
      ...(body && { body: new Uint8Array(body) }),
      redirect: "manual",
      signal: AbortSignal.any([deadline, silence.signal, ...(signal ? [signal] : [])]),
    });
    clock.refresh();
    const reading = { host, clock, faultOf };
    if (!response.ok) throw await refusalOf(response, reading);
    return { status: response.status, headers: response.headers, parts: partsOf(response, maxBytes, reading) };
  } catch (error) {
    clearTimeout(clock);
    throw faultOf(error);
  }
}

interface Reading {
  readonly host: string;
  /** Ends the exchange unless it is refreshed. */
  readonly clock: NodeJS.Timeout;
  readonly faultOf: (error: unknown) => Error;
}

async function* partsOf(
  response: FetchResponse,
  maxBytes: number,
  { host, clock, faultOf }: Reading,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = response.body?.getReader();
  let length = 0;
  let ended = false;
  try {
    for (let read = await reader?.read(); read?.value !== undefined; read = await reader?.read()) {
      clock.refresh();
      length += read.value.length;
      if (length > maxBytes) throw endlessFault(host, maxBytes);
      yield read.value;
    }
    ended = true;
  } catch (error) {
    throw faultOf(error);
  } finally {
    clearTimeout(clock);
    // Closes the connection; that it is broken already is no news.
    if (!ended) await reader?.cancel().catch(() => {});
  }
}

async function allOf(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of parts) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function refusalOf(response: FetchResponse, reading: Reading): Promise<RemoteError> {
  const target = response.headers.get("location");
  const said = target ?? wordsOf(await allOf(partsOf(response, REFUSAL_BYTES, reading)).catch(() => new Uint8Array()));
  const retryAfterMs = retryAfter(response.headers.get("retry-after"));
  return statusFault(reading.host, response.status, said, {
    ...(target !== null && { location: target }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** What a server says where it refuses, in one line. */
function wordsOf(body: Uint8Array): string {
  const text = new TextDecoder().decode(body);
  let said: unknown;
  try {
    said = errorBodySchema.safeParse(JSON.parse(text)).data;
  } catch {
    said = undefined;
  }
  return (typeof said === "string" ? said : text).replace(/\s+/g, " ").trim().slice(0, SAID) || "it gave no reason";
}

/** Seconds, or a date, as milliseconds from now. */
function retryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
