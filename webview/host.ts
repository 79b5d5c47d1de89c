import { type TheatreMessage, theatreMessageSchema } from "../extension/schema";

/** What the editor gives a webview. */
interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): WebviewApi;

/** The id of the element in which an exported page carries what it shows. */
const EMBEDDED = "denoising";

/** The extension host as the page sees it; what it sends is unknown until it is read. */
export interface Host {
  /** Whether there is an editor to act in; an exported page has none. */
  readonly acts: boolean;
  post(message: TheatreMessage): void;
  /** What an earlier life of this page saved, or what an exported page carries; undefined when there is none. */
  saved(): unknown;
  save(state: unknown): void;
}

/** Connects to the extension host. To be called once: the editor hands out its interface only once. */
export function connect(): Host {
  if (!("acquireVsCodeApi" in globalThis)) return alone();
  const api = acquireVsCodeApi();
  return {
    acts: true,
    post: (message) => api.postMessage(theatreMessageSchema.parse(message)),
    saved: () => api.getState(),
    save: (state) => api.setState(state),
  };
}

function alone(): Host {
  return {
    acts: false,
    post: () => undefined,
    saved: () => JSON.parse(document.getElementById(EMBEDDED)?.textContent ?? "null"),
    save: () => undefined,
  };
}
