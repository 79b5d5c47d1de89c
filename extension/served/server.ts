import type { RemoteServer } from "../inference";

/**
 * A server of an OpenAI-compatible API. `url` is its base address, as `http://127.0.0.1:11434` or with a path of its own, as
 * `https://api.example.org/v1`; where it has no path, `/v1` is added. `headers` carry what the server wants to be told with
 * every request (`authorization: Bearer …`), and are sent to this address alone. `fetch` is this process's own by default.
 */
export type ServedServer = RemoteServer;

/** What to do about a server that speaks something else. */
export const NO_API = "check that this is the address of an OpenAI-compatible API, which often ends in /v1";

/** The server with the address that the API's paths begin at. */
export function apiOf(server: ServedServer): ServedServer {
  if (!URL.canParse(server.url)) return server;
  const url = new URL(server.url);
  if (/^\/*$/.test(url.pathname)) url.pathname = "/v1";
  return { ...server, url: url.href.replace(/\/+$/, "") };
}

/** The same without the path of the API, for what a server has beside it. */
export function rootOf(server: ServedServer): ServedServer {
  return { ...server, url: apiOf(server).url.replace(/\/v\d+$/, "") };
}
