import type { TheatreMessage } from "../extension/schema";

/** What the editor gives a webview. */
interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): WebviewApi;

/** The extension host as the page sees it; what it sends is unknown until it is read. */
export interface Host {
  post(message: TheatreMessage): void;
  /** What an earlier life of this page saved; undefined when there was none. */
  saved(): unknown;
  save(state: unknown): void;
}

/** Connects to the extension host. To be called once: the editor hands out its interface only once. */
export function connect(): Host {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    saved: () => api.getState(),
    save: (state) => api.setState(state),
  };
}
