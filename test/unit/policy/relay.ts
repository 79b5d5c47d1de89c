import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";

/**
 * A server in front of another one that can be told to fail, and remembers what it was asked; streams stay streams.
 * @param port to listen at on this machine; any by default
 */
export async function relayTo(target: string, port = 0) {
  const asked: string[] = [];
  const tokens: (string | undefined)[] = [];
  const answers = new Map<string, object>();
  let failing: RequestListener | undefined;
  let inferences = Number.POSITIVE_INFINITY;
  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    tokens.push(request.headers.authorization);
    if (failing) return void failing(request, response);
    const known = answers.get(path);
    if (known !== undefined)
      return void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(known));
    if (path.endsWith("/infer") && inferences-- <= 0) return void request.socket.destroy();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) =>
        typeof value === "string" && !/^(host|connection|content-length|transfer-encoding)$/.test(name)
          ? [[name, value]]
          : [],
      ),
    );
    const body = Buffer.concat(chunks);
    const answer = await fetch(`${target}${path}`, {
      method: request.method ?? "GET",
      headers,
      ...(body.length > 0 && { body }),
    });
    const kept = [...answer.headers].filter(([name]) => !/^(connection|content-length|transfer-encoding)$/.test(name));
    response.writeHead(answer.status, Object.fromEntries(kept));
    if (answer.body === null) return void response.end();
    // Who is not waited for any more is no fault of the relay's.
    await pipeline(Readable.fromWeb(answer.body as ReadableStream), response).catch(() => {});
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    asked,
    tokens,
    /** Answers everything by `answer` from now on; as it should where absent. */
    fail(answer: RequestListener | undefined) {
      failing = answer;
    },
    /** Answers this path by JSON of its own. */
    answer(path: string, body: object) {
      answers.set(path, body);
    },
    /** Breaks the connection of every inference after this many more. */
    dieAfter(count: number) {
      inferences = count;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export type Relay = Awaited<ReturnType<typeof relayTo>>;
