import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** A server in front of another one that can be told to fail, and remembers what it was asked. */
export async function relayTo(target: string) {
  const asked: string[] = [];
  const tokens: (string | undefined)[] = [];
  let failing: RequestListener | undefined;
  let inferences = Number.POSITIVE_INFINITY;
  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    tokens.push(request.headers.authorization);
    if (failing) return void failing(request, response);
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
    response.writeHead(answer.status, Object.fromEntries(kept)).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    asked,
    tokens,
    /** Answers everything by `answer` from now on; as it should where absent. */
    fail(answer: RequestListener | undefined) {
      failing = answer;
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
