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
  /** Of an answer. */
  readonly maxBytes: number;
}

export interface Answer {
  readonly headers: FetchResponse["headers"];
  readonly body: Uint8Array;
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
 * One HTTP request and its whole answer, within limits. Redirects are not followed: a token would go where nobody sent it.
 * @throws RemoteError, and CodeFusionError cancelled
 */
export async function exchange(server: RemoteServer, request: Exchange): Promise<Answer> {
  const { method, path, headers, body, signal, deadlineMs, maxBytes } = request;
  const host = hostOf(server);
  const deadline = AbortSignal.timeout(deadlineMs);
  const stop = signal ? AbortSignal.any([deadline, signal]) : deadline;
  const send: Fetch = server.fetch ?? globalThis.fetch;
  try {
    const response = await send(`${server.url.replace(/\/+$/, "")}${path}`, {
      method,
      headers: { accept: "application/json, application/octet-stream", ...server.headers, ...headers },
      ...(body && { body: new Uint8Array(body) }),
      redirect: "manual",
      signal: stop,
    });
    if (response.ok) return { headers: response.headers, body: await readBody(response, maxBytes, host) };
    const target = response.headers.get("location");
    const said = target ?? wordsOf(await readBody(response, REFUSAL_BYTES, host).catch(() => new Uint8Array()));
    const retryAfterMs = retryAfter(response.headers.get("retry-after"));
    throw statusFault(host, response.status, said, retryAfterMs === undefined ? {} : { retryAfterMs });
  } catch (error) {
    if (signal?.aborted) throw cancelled();
    if (error instanceof RemoteError) throw error;
    if (deadline.aborted) throw timeoutFault(host, deadlineMs);
    throw connectionFault(host, error);
  }
}

async function readBody(response: FetchResponse, maxBytes: number, host: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let read = await reader?.read(); read?.value !== undefined; read = await reader?.read()) {
    length += read.value.length;
    chunks.push(read.value);
    if (length <= maxBytes) continue;
    // Closes the connection.
    await reader?.cancel();
    throw endlessFault(host, maxBytes);
  }
  return Buffer.concat(chunks);
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
