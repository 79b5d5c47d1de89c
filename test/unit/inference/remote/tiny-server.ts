import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { InferenceServer, type ServerOptions } from "../../../../extension/cli/serve/server";
import {
  LocalBackend,
  modelVersion,
  type PipelineModel,
  pipelineInputs,
  pipelineOutputs,
} from "../../../../extension/inference";
import { TINY } from "../tiny-model";

const file = (name: string) => ({ path: name, bytes: 1, sha256: name.repeat(64).slice(0, 64) });

/** What a manifest says of the tiny model. */
export const MODEL: PipelineModel & { readonly maxUtteranceTokens: number } = {
  ...TINY,
  id: "tiny",
  topM: 3,
  canvasLengths: [4, 8, 16],
  maxUtteranceTokens: 16,
  files: { encoder: file("a"), denoiser: file("b"), decoder: file("c") },
  training: { date: "2026-01-02" },
};

export const METADATA = {
  name: "tiny",
  versions: [modelVersion(MODEL)],
  platform: "",
  inputs: pipelineInputs(MODEL),
  outputs: pipelineOutputs(MODEL),
};

/** The tiny model behind `codefusion serve`'s own server, in this process. */
export async function serveTiny(more: Partial<ServerOptions> = {}) {
  const backend = new LocalBackend({ model: TINY, provider: "cpu" });
  const server = new InferenceServer({
    model: MODEL,
    backend,
    batchRows: 64,
    batchDelayMs: 0,
    queueRows: 512,
    ...more,
  });
  const url = await server.listen("127.0.0.1", 0);
  return {
    url,
    backend,
    server,
    async close() {
      await server.close();
      await backend.dispose();
    },
  };
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Sends JSON. */
export function json(
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
}

/** A server that says what it should of itself, and answers everything else by `answer`. */
export async function fakeServer(answer: Handler, metadata: unknown = METADATA) {
  const paths: string[] = [];
  const tokens: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    paths.push(path);
    tokens.push(request.headers.authorization);
    if (path === "/v2") json(response, { name: "fake", version: "1", extensions: ["binary_tensor_data"] });
    else if (path === "/v2/models/tiny") json(response, metadata);
    else if (path === "/v2/models/tiny/ready") json(response, { ready: true });
    else request.resume().on("end", () => answer(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    paths,
    tokens,
    /** Inference requests that came in. */
    asked: () => paths.filter((path) => path.endsWith("/infer")).length,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
